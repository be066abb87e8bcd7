//! Enums that cannot be settings, and mistakes in those that can.

use typewright_settings::Settings;

#[derive(Settings)]
enum Pair {
    Two(u16, u16),
}

#[derive(Settings)]
#[settings(tag = "Kind", rename_all = "kebap-case", profiles)]
enum Misspelt {
    #[setting(rename = "at once", skip)]
    AtOnce,
    #[setting(default)]
    First { size: u16 },
    #[setting(default)]
    Second { #[setting(defualt = 1)] size: u16 },
}

#[derive(Settings)]
enum Names {
    #[setting(default)]
    One,
    #[setting(rename = "one")]
    Other,
}

#[derive(Settings)]
#[settings(tag = "kind")]
enum Shared {
    A { kind: u16, size: u16 },
    B { size: u32, #[setting(default = 1)] weight: u16 },
    C { #[setting(default = 2)] weight: u16 },
}

#[derive(Settings)]
enum Checked {
    A {
        on: bool,
        #[setting(default = "x")]
        size: u16,
    },
    B(u16),
}

#[derive(Settings)]
#[settings(tag = "kind")]
enum NoSection {
    A(u16),
}

#[derive(Settings)]
struct App {
    #[setting(flatten)]
    target: Target,
}

#[derive(Settings)]
enum Target {
    Folder(String),
}

#[derive(Settings)]
struct Collides {
    target: Target,
    target_folder: String,
}

fn main() {}
