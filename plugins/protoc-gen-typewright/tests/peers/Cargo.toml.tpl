[package]
name = "peers"
edition = "2024"

[features]
default = ["proto_full"]
# @@protoc_deletion_point(features)
proto_full = ["gone"]
gone = []
# @@protoc_insertion_point(features)
