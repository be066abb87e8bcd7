//! What an alias hides from the macro, the compiler finds in the schema.

use typewright_settings::Settings;

type Maybe = Option<u16>;
type Flag = bool;

struct Level;

impl Level {
    const NAMES: &[&str] = &["low", "high"];
}

impl std::str::FromStr for Level {
    type Err = ();
    fn from_str(_: &str) -> Result<Self, ()> {
        Ok(Level)
    }
}

#[derive(Settings)]
struct Section {
    #[setting(default = 1)]
    port: u16,
}

#[derive(Settings)]
struct App {
    #[setting(default = 1)]
    limit: Maybe,
    verbose: Flag,
    #[setting(default = "70000")]
    port: u16,
    #[setting(default = "medium", choice)]
    level: Level,
    #[setting(secret)]
    section: Section,
}

fn main() {}
