//! The items, in memory.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use tokio::sync::broadcast::{Receiver, Sender};
use tonic::Status;

use crate::v1::item_event::Kind;
use crate::v1::{Item, ItemEvent, ListItemsRequest, ListItemsResponse};

/// Events that a slow watcher may be behind before it is dropped.
const BACKLOG: usize = 1024;

pub(crate) struct Store {
    items: Mutex<Items>,
    events: Sender<ItemEvent>,
}

#[derive(Default)]
struct Items {
    by_id: BTreeMap<String, Item>,
    last: u64,
}

impl Default for Store {
    fn default() -> Self {
        Self { items: Mutex::default(), events: Sender::new(BACKLOG) }
    }
}

impl Store {
    fn lock(&self) -> MutexGuard<'_, Items> {
        // Each change is one assignment, so a panic elsewhere leaves nothing half done.
        self.items.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, kind: Kind, item: &Item) {
        // Nobody listening is no error.
        let _ = self.events.send(ItemEvent { kind: kind.into(), item: Some(item.clone()) });
    }

    pub(crate) fn create(&self, mut item: Item, now: SystemTime) -> Result<Item, Status> {
        if item.title.is_empty() {
            return Err(Status::invalid_argument("an item needs a title"));
        }
        let mut items = self.lock();
        if item.id.is_empty() {
            items.last += 1;
            item.id = format!("item-{}", items.last);
        }
        if items.by_id.contains_key(&item.id) {
            return Err(Status::already_exists(format!("there is an item `{}`", item.id)));
        }
        item.created_at.get_or_insert_with(|| now.into());
        items.by_id.insert(item.id.clone(), item.clone());
        self.tell(Kind::Created, &item);
        Ok(item)
    }

    pub(crate) fn get(&self, id: &str) -> Result<Item, Status> {
        self.lock().by_id.get(id).cloned().ok_or_else(|| missing(id))
    }

    pub(crate) fn adjust(&self, id: &str, change: i64) -> Result<Item, Status> {
        let mut items = self.lock();
        let item = items.by_id.get_mut(id).ok_or_else(|| missing(id))?;
        let quantity = item.quantity.checked_add(change).filter(|sum| *sum >= 0);
        item.quantity = quantity.ok_or_else(|| {
            Status::failed_precondition(format!("item `{id}` has a stock of {}", item.quantity))
        })?;
        let item = item.clone();
        self.tell(Kind::Changed, &item);
        Ok(item)
    }

    pub(crate) fn delete(&self, id: &str) -> Result<(), Status> {
        let item = self.lock().by_id.remove(id).ok_or_else(|| missing(id))?;
        self.tell(Kind::Deleted, &item);
        Ok(())
    }

    /// A page, of `usual` items where the caller does not say of how many.
    pub(crate) fn list(
        &self,
        request: &ListItemsRequest,
        usual: u32,
    ) -> Result<ListItemsResponse, Status> {
        let size = match u32::try_from(request.page_size) {
            Ok(0) => usual as usize,
            Ok(size) => size as usize,
            Err(_) => return Err(Status::invalid_argument("the page size is below zero")),
        };
        let items = self.lock();
        let mut found = items.by_id.values().filter(|item| {
            item.id > request.page_token
                && (request.storage.is_empty() || request.storage.contains(&item.storage))
                && request.tag.as_ref().is_none_or(|tag| item.tags.contains(tag))
        });
        let page: Vec<Item> = found.by_ref().take(size).cloned().collect();
        let more = found.next().is_some();
        let last = page.last().filter(|_| more).map(|item| item.id.clone());
        Ok(ListItemsResponse { next_page_token: last.unwrap_or_default(), items: page })
    }

    /// What is there now, and all that changes from now on.
    pub(crate) fn watch(&self) -> (Vec<Item>, Receiver<ItemEvent>) {
        let items = self.lock();
        (items.by_id.values().cloned().collect(), self.events.subscribe())
    }
}

fn missing(id: &str) -> Status {
    Status::not_found(format!("there is no item `{id}`"))
}
