//! Generates the messages of the shop, which Cargo does again when one of its files changes.

fn main() -> Result<(), typewright_build::Error> {
    typewright_build::configure()
        .emit("messages")
        .type_attribute(".shop.v1.Currency", "#[non_exhaustive]")
        .compile(&["proto/shop/v1/shop.proto"], &["proto"])
}
