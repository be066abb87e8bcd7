//! The client against a server in the same process.

mod calls;
mod config;
mod connect;
mod credentials;
mod errors;
mod faults;
mod generated;
mod health;
mod http_json;
mod interceptors;
mod interop;
mod names;
mod numbers;
mod observe;
mod operations;
mod patterns;
mod proxy;
mod reflection;
mod retry;
mod script;
mod server;
mod status;
mod streams;
mod stub;
