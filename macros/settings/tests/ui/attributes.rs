//! Keys and values of the attributes, all reported at once.

use typewright_settings::Settings;

#[derive(Settings)]
#[settings(crat = "typewright_settings", crate = "no path")]
struct App {
    #[setting(defualt = "1", short = "ab", flag = "Not-Kebab", env = "lower")]
    port: u16,
    #[setting(default, secret = true, placeholder = 1)]
    token: String,
    #[setting(default = [1], short = 'é', no_flag = "x")]
    list: Vec<u16>,
    #[setting(default = "1", default = "2")]
    twice: u16,
}

fn main() {
    // The mistakes are not followed by others: the impls are there.
    let _ = App::SCHEMA;
}
