//! A client for rough days: two servers, of which one is gone, a service config that says what is
//! tried again, an interceptor that sees every attempt. The server that is there answers with samples.
//!
//! ```console
//! $ cargo run -p inventory-server --example reliable
//! ```

#![allow(clippy::print_stdout, dead_code, reason = "it tells what it does; a test tells nothing")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use inventory::api::SERVICES;
use inventory::api::inventory::v1::client::InventoryClient;
use typewright_client::transport::Attempt;
use typewright_client::{Channel, Health, Next, ServiceConfig};
use typewright_ops::Samples;

/// What the owner of the service wants: usually a file beside the program, or built into the client by
/// the generator (`service_config=FILE`).
const CONFIG: &str = r#"{
    "methodConfig": [{
        "name": [{"service": "inventory.v1.Inventory"}],
        "timeout": "5s",
        "retryPolicy": {
            "maxAttempts": 3, "initialBackoff": "0.05s", "maxBackoff": "1s",
            "backoffMultiplier": 2, "retryableStatusCodes": ["UNAVAILABLE"]
        }
    }, {
        "name": [{"service": "inventory.v1.Inventory", "method": "GetItem"}],
        "hedgingPolicy": {"maxAttempts": 2, "hedgingDelay": "0.2s"}
    }],
    "retryThrottling": {"maxTokens": 10, "tokenRatio": 0.1}
}"#;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    for line in story().await? {
        println!("{line}");
    }
    Ok(())
}

pub(crate) async fn story() -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let mut told = Vec::new();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?.to_string();
    tokio::spawn(Samples::of(SERVICES).stand_in().serve(listener));
    let gone = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        listener.local_addr()?.to_string()
    };

    let attempts = Arc::new(AtomicUsize::new(0));
    let count = attempts.clone();
    let channel = Channel::builder(gone)
        .endpoint(address)
        .round_robin()
        .connect_timeout(Duration::from_secs(1))
        .service_config(ServiceConfig::from_json(CONFIG)?)
        .intercept(move |mut attempt: Attempt, next: Next| {
            count.fetch_add(1, Ordering::SeqCst);
            async move {
                attempt.metadata.append("x-tenant", "blue")?;
                next.start(attempt).await
            }
        })
        .lazy()?;
    told.push(format!("healthy: {}", channel.health("").await? == Health::Serving));

    // The server that is gone takes no call down with it: what was not sent goes to the next one.
    let client = InventoryClient::from(channel.clone());
    for id in ["bolt", "nut", "gear"] {
        let item = client.get_item().id(id).await?;
        told.push(format!("got {}", item.id));
    }
    told.push(format!("{} attempts", attempts.load(Ordering::SeqCst)));
    told.push(channel.reflection().services().await?.join(", "));
    Ok(told)
}
