//! Names that only meet once sections are nested: the compiler finds them in the schema.

use typewright_settings::Settings;

#[derive(Settings)]
struct Server {
    bind_addr: String,
}

#[derive(Settings)]
struct App {
    server: Server,
    server_bind_addr: String,
}

fn main() {}
