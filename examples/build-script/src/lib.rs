//! Types of an API, made by the build script.
//!
//! ```
//! use build_script::api::shop::v1::{Currency, Item, Price};
//!
//! let price = Price { units: 3, currency: Currency::Eur.into() };
//! let item = Item { name: "bolt".into(), price: Some(price), ..Item::default() };
//! assert_eq!(item.price.unwrap_or_default().currency(), Currency::Eur);
//! ```

include!(concat!(env!("OUT_DIR"), "/api.rs"));

#[cfg(test)]
mod tests {
    use prost::Message as _;

    use super::api::shop::v1::Item;

    #[test]
    fn items_go_over_the_wire() {
        let stocked = prost_types::Timestamp { seconds: 1, nanos: 0 };
        let item = Item { name: "nut".to_owned(), stocked: Some(stocked), ..Item::default() };
        assert_eq!(Item::decode(&*item.encode_to_vec()), Ok(item));
    }
}
