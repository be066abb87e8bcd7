//! Compiles the API in process, with what its owner says of retries built in.

fn main() -> Result<(), typewright_build::Error> {
    typewright_build::configure()
        .emit("messages")
        .emit("client")
        .emit("json")
        .emit("commands")
        .option("service_config=service_config.json")
        .compile(&["proto/library/v1/library.proto"], &["proto"])
}
