//! The generated client at work: it starts a server of its own, or calls the one at the address that
//! is given.
//!
//! ```console
//! $ cargo run -p inventory-server --example client
//! ```

#![allow(clippy::print_stdout, dead_code, reason = "it tells what it does; a test tells nothing")]

use std::time::Duration;

use inventory::api::inventory::v1::client::InventoryClient;
use inventory::api::inventory::v1::item::Size;
use inventory::api::inventory::v1::{CreateItemRequest, Item, Storage};
use typewright_client::{Channel, Code, Error, Retry, from_iter};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address = match std::env::args().nth(1) {
        Some(address) => address,
        None => {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
            let address = listener.local_addr()?.to_string();
            tokio::spawn(inventory_server::serve(listener));
            address
        }
    };
    let channel = Channel::builder(address)
        .connect_timeout(Duration::from_secs(1))
        .timeout(Duration::from_secs(5))
        .keepalive(Duration::from_secs(30), Duration::from_secs(5))
        .connect()
        .await?;
    for line in story(channel).await? {
        println!("{line}");
    }
    Ok(())
}

/// What there is to tell of an inventory.
pub(crate) async fn story(channel: Channel) -> Result<Vec<String>, Error> {
    let client = InventoryClient::from(channel);
    let mut told = Vec::new();

    // A request written field by field, with options of the call.
    let size = Size { width: 1, height: 2, depth: 3 };
    let title = "Bolt".to_owned();
    let id = "bolt".to_owned();
    let bolt = Item { id, title, quantity: 10, size: Some(size), ..Item::default() };
    let created = client.create_item().item(bolt).timeout(Duration::from_secs(2)).send().await?;
    told.push(format!("created {} with {} pieces", created.id, created.quantity));

    // A stream of requests.
    let more = (1..=120).map(|number| {
        let tags = vec![if number % 2 == 0 { "even" } else { "odd" }.to_owned()];
        let storage = Storage::Shelf.into();
        let (id, title) = (format!("part-{number:03}"), format!("Part {number}"));
        let item = Item { id, title, tags, storage, ..Item::default() };
        CreateItemRequest { item: Some(item) }
    });
    let imported = client.import_items(from_iter(more)).await?;
    told.push(format!("imported {}", imported.created));

    // Items of all pages, one after the other.
    let mut even = client.list_items().page_size(25).tag("even").items();
    let mut count = 0;
    while let Some(item) = even.item().await? {
        assert_eq!(item.tags, ["even"]);
        count += 1;
    }
    told.push(format!("{count} are even"));

    // Safe to repeat, says the caller.
    let adjusted = client.adjust_stock().id("bolt").change(-3).retry(Retry::default()).await?;
    told.push(format!("{} bolts are left", adjusted.quantity));

    // A stream of answers, up to so many.
    let mut events = client.watch_items().tag("odd").max_events(2u32).await?;
    while let Some(event) = events.message().await? {
        told.push(format!("watched {}", event.item.unwrap_or_default().id));
    }

    // What a failure says.
    match client.get_item().id("nut").send().await {
        Err(error) if error.code() == Code::NotFound => told.push(error.to_string()),
        Err(error) => return Err(error),
        Ok(item) => told.push(format!("found {}", item.id)),
    }
    Ok(told)
}
