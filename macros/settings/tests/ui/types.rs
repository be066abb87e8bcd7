//! Types that are no settings.

use typewright_settings::Settings;

struct Opaque;

#[derive(Settings)]
struct App {
    opaque: Opaque,
    #[setting(choice)]
    nameless: Option<Opaque>,
}

fn main() {}
