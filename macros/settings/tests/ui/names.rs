//! Two settings of one struct with one name.

use typewright_settings::Settings;

#[derive(Settings)]
struct App {
    #[setting(short = 'p')]
    port: u16,
    #[setting(short = 'p', flag = "port")]
    path: String,
    #[setting(env = "PORT")]
    other: String,
}

fn main() {}
