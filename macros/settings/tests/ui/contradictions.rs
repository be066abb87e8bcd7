//! Keys that contradict each other or the type of the field.

use typewright_settings::Settings;

#[derive(Settings)]
struct Section {
    #[setting(default = 1)]
    port: u16,
}

#[derive(Settings)]
struct App {
    #[setting(default = 1)]
    limit: Option<u16>,
    #[setting(section, default = "x", secret)]
    section: Section,
    #[setting(no_flag, flag = "quiet", default = false)]
    quiet: bool,
    verbose: bool,
    #[allow(non_snake_case)]
    Upper: String,
}

fn main() {}
