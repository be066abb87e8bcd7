//! The generated client against the server, as `examples/client.rs` tells it, and the same client
//! without a server.

#[path = "../examples/client.rs"]
mod client;
#[path = "../examples/reliable.rs"]
mod reliable;

use inventory::api::SERVICES;
use inventory::api::inventory::v1::client::{INVENTORY_GET_ITEM, InventoryClient, InventoryStub};
use inventory::api::inventory::v1::{GetItemRequest, Item};
use typewright_client::{Channel, Error, Fake, Stub};
use typewright_ops::Samples;

#[tokio::test]
async fn the_client_tells_its_story() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("its address").to_string();
    tokio::spawn(inventory_server::serve(listener));
    let channel = Channel::builder(address).lazy().expect("an address");
    let told = client::story(channel).await.expect("a story");
    let expected = [
        "created bolt with 10 pieces",
        "imported 120",
        "60 are even",
        "7 bolts are left",
        "watched part-001",
        "watched part-003",
        "NOT_FOUND: there is no item `nut`",
    ];
    assert_eq!(told, expected);
}

#[tokio::test]
async fn a_client_for_rough_days_tells_its_story() {
    let expected = [
        "healthy: true",
        "got bolt",
        "got nut",
        "got gear",
        "4 attempts",
        "inventory.v1.Inventory, grpc.health.v1.Health, grpc.reflection.v1.ServerReflection, \
         grpc.reflection.v1alpha.ServerReflection",
    ];
    assert_eq!(reliable::story().await.expect("a story"), expected);
}

#[tokio::test]
async fn a_script_a_stub_and_samples_stand_in_for_the_server() {
    let fake = Fake::new();
    let nut = Item { id: "nut".into(), quantity: 4, ..Item::default() };
    let wanted = |request: &GetItemRequest| request.id == "nut";
    fake.expect(&INVENTORY_GET_ITEM).matching(wanted).answers(nut.clone());
    let client = InventoryClient::from(fake.channel());
    assert_eq!(client.get_item().id("nut").await.expect("as written"), nut);
    fake.finish().expect("all that was expected");

    struct Mine;
    impl InventoryStub for Mine {
        async fn get_item(&self, request: GetItemRequest) -> Result<Item, Error> {
            Ok(Item { id: request.id, ..Item::default() })
        }
    }
    let client = InventoryClient::from(Stub(Mine));
    assert_eq!(client.get_item().id("mine").await.expect("mine").id, "mine");

    let client = InventoryClient::from(Channel::over(Samples::of(SERVICES)).lazy().expect("it"));
    let item = client.get_item().id("nut").await.expect("a sample");
    assert_eq!((&*item.id, &*item.title, item.tags.len()), ("nut", "title", 2));
    let mut items = client.list_items().items();
    let mut count = 0;
    while items.item().await.expect("a sample").is_some() {
        count += 1;
    }
    assert_eq!(count, 2);
}
