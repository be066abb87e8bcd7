//! Serves an empty inventory: `inventory-server [ADDRESS]`, `127.0.0.1:50051` where none is given.

#![allow(clippy::print_stdout, reason = "says where it listens")]

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:50051".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    inventory_server::serve(listener).await?;
    Ok(())
}
