//! Every table of the crate can be read, and says of a message what its bytes say.

use typewright_json::dynamic::DynamicMessage;
use typewright_json::{Types, sample, write};

fn messages(list: &[&'static typewright_json::table::Message]) {
    let types = Types::new(list.iter().copied());
    for table in types.all() {
        let message = sample(table);
        let read = DynamicMessage::decode(table, &message.encode()).unwrap();
        assert_eq!(read, message, "{}", table.id);
        assert!(!write(&message, &types).is_null() || table.id == "google.protobuf.Value");
    }
}

fn services(list: &[&'static typewright_ops::table::Service]) {
    for service in list {
        for method in service.methods.iter() {
            let held = [method.input.id, method.output.id];
            assert!(held.iter().all(|id| !id.is_empty()), "{}", method.name);
        }
    }
}
