//! The inventory API, served from memory.
//!
//! The build script generates its messages and its trait; the rest is an ordinary tonic server.

pub mod settings;
mod store;

use std::sync::Arc;
use std::time::SystemTime;

use tokio_stream::wrappers::{BroadcastStream, TcpListenerStream};
use tokio_stream::{StreamExt, iter};
use typewright_server::{Answers, Request, Response, Result, Status, Streaming};

include!(concat!(env!("OUT_DIR"), "/api.rs"));

pub use api::inventory::v1;
use settings::{Failure, Shared};
use store::Store;
use v1::item_event::Kind;
use v1::server::{Inventory, InventoryServer};
use v1::{
    AdjustStockRequest, CreateItemRequest, DeleteItemRequest, GetItemRequest, ImportItemsResponse,
    Item, ItemEvent, ListItemsRequest, ListItemsResponse, WatchItemsRequest,
};

/// Serves an empty inventory on `listener` until the task is dropped.
///
/// # Errors
/// Those of the transport.
pub async fn serve(listener: tokio::net::TcpListener) -> std::result::Result<(), Failure> {
    serve_with(listener, settings::defaults()?).await
}

/// The same with settings, of which those count that are there when a call comes.
///
/// # Errors
/// Those of the transport.
pub async fn serve_with(
    listener: tokio::net::TcpListener,
    settings: Shared,
) -> std::result::Result<(), Failure> {
    let warehouse = Warehouse { store: Arc::default(), settings };
    let server = tonic::transport::Server::builder().add_service(InventoryServer::new(warehouse));
    Ok(server.serve_with_incoming(TcpListenerStream::new(listener)).await?)
}

struct Warehouse {
    store: Arc<Store>,
    settings: Shared,
}

impl Inventory for Warehouse {
    async fn create_item(&self, request: Request<CreateItemRequest>) -> Result<Item> {
        let item = request.into_inner().item.unwrap_or_default();
        self.store.create(item, SystemTime::now()).map(Response::new)
    }

    async fn get_item(&self, request: Request<GetItemRequest>) -> Result<Item> {
        self.store.get(&request.into_inner().id).map(Response::new)
    }

    async fn list_items(&self, request: Request<ListItemsRequest>) -> Result<ListItemsResponse> {
        let size = self.settings.get().value.page_size;
        self.store.list(&request.into_inner(), size).map(Response::new)
    }

    async fn adjust_stock(&self, request: Request<AdjustStockRequest>) -> Result<Item> {
        let AdjustStockRequest { id, change } = request.into_inner();
        self.store.adjust(&id, change).map(Response::new)
    }

    async fn delete_item(&self, request: Request<DeleteItemRequest>) -> Result<()> {
        self.store.delete(&request.into_inner().id).map(Response::new)
    }

    async fn watch_items(&self, request: Request<WatchItemsRequest>) -> Result<Answers<ItemEvent>> {
        let WatchItemsRequest { tag, max_events } = request.into_inner();
        let (present, changes) = self.store.watch();
        let present = present
            .into_iter()
            .map(|item| ItemEvent { kind: Kind::Present.into(), item: Some(item) });
        let changes = BroadcastStream::new(changes)
            .map(|event| event.map_err(|_| Status::resource_exhausted("the watcher is too slow")));
        let wanted = move |event: &std::result::Result<ItemEvent, Status>| match (event, &tag) {
            (Ok(ItemEvent { item: Some(item), .. }), Some(tag)) => item.tags.contains(tag),
            _ => true,
        };
        let events = iter(present.map(Ok)).chain(changes).filter(wanted);
        let limit = if max_events == 0 { usize::MAX } else { max_events as usize };
        Ok(Response::new(Box::pin(events.take(limit))))
    }

    async fn import_items(
        &self,
        request: Request<Streaming<CreateItemRequest>>,
    ) -> Result<ImportItemsResponse> {
        let mut requests = request.into_inner();
        let mut answer = ImportItemsResponse::default();
        while let Some(request) = requests.message().await? {
            let item = request.item.unwrap_or_default();
            let id = item.id.clone();
            match self.store.create(item, SystemTime::now()) {
                Ok(_) => answer.created += 1,
                Err(status) => {
                    answer.failures.insert(id, status.message().to_owned());
                }
            }
        }
        Ok(Response::new(answer))
    }
}
