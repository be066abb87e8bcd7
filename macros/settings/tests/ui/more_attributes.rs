//! Attributes that do not suit the setting.

use typewright_settings::Settings;

#[derive(Settings)]
struct Words {
    #[setting(merge = "apend")]
    list: Vec<String>,
    #[setting(scope = 1)]
    hook: Option<String>,
    #[setting(min = "one")]
    port: u16,
    #[setting(check = "function")]
    name: Option<String>,
    #[setting(alias = "Old")]
    new: Option<String>,
}

fn main() {}
