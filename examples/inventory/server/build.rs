//! Compiles the API in process, without protoc, into messages and the server's half.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    typewright_build::configure()
        .emit("messages")
        .emit("server")
        .compile(&["../proto/inventory/v1/inventory.proto"], &["../proto"])?;
    Ok(())
}
