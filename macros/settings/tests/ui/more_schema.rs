//! Attributes that do not suit the type.

use typewright_settings::Settings;

#[derive(Settings)]
struct Item {
    name: String,
}

#[derive(Settings)]
struct Kinds {
    #[setting(merge = "append")]
    text: Option<String>,
    #[setting(merge = "by-key")]
    items: Vec<Item>,
    #[setting(flatten)]
    flat: Option<Item>,
}

#[derive(Settings)]
struct Bounds {
    #[setting(min = 5, max = 4)]
    none: Option<u8>,
}

#[derive(Settings)]
struct Aliases {
    #[setting(alias = "other")]
    one: Option<String>,
    other: Option<String>,
}

#[derive(Settings)]
#[settings(profiles)]
struct Reserved {
    profile: Option<String>,
}

fn main() {}
