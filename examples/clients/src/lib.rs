//! Each page of the guide of `typewright_client` as a program that runs by itself: it starts its server
//! on a socket of this machine, which makes the trouble that the page is about, and tells what came of
//! it.
//!
//! ```console
//! $ cargo run -p clients -- retries
//! ```

pub mod calls;
pub mod connections;
pub mod credentials;
pub mod errors;
pub mod http;
pub mod observing;
pub mod patterns;
pub mod requests;
pub mod retries;
pub mod server;
pub mod testing;
pub mod transport;

include!(concat!(env!("OUT_DIR"), "/api.rs"));

/// What a page tells, or why it could not.
pub type Outcome<T = Vec<String>> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The pages by their names.
pub const PAGES: [&str; 11] = [
    "calls",
    "connections",
    "credentials",
    "errors",
    "http",
    "observing",
    "patterns",
    "requests",
    "retries",
    "testing",
    "transport",
];

/// Runs a page.
///
/// # Errors
/// If there is no such page, or what it shows does not hold.
pub async fn page(name: &str) -> Outcome {
    match name {
        "calls" => calls::story().await,
        "connections" => connections::story().await,
        "credentials" => credentials::story().await,
        "errors" => errors::story().await,
        "http" => http::story().await,
        "observing" => observing::story().await,
        "patterns" => patterns::story().await,
        "requests" => requests::story().await,
        "retries" => retries::story().await,
        "testing" => testing::story().await,
        "transport" => transport::story().await,
        other => Err(format!("there is no page `{other}`; there are {}", PAGES.join(", ")).into()),
    }
}
