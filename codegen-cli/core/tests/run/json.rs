//! What the JSON of generated messages is like.

use json_rules::standing_in::Spot;
use json_rules::{chosen, plain};
use typewright_json::{Json, Reader, Types, Writer};

const UNKNOWN: &str = r#"{"orderName": "a", "colour": {"deep": [1]}, "state": "STATE_LOST"}"#;

#[test]
fn by_default_it_is_canonical() {
    let order = plain::shop::Order {
        order_name: "a".to_owned(),
        count: 7,
        state: 1,
        spot: Some(Spot { name: "Köln".to_owned() }),
        spots: [("b".to_owned(), Spot::default())].into(),
        pay: Some(plain::shop::order::Pay::Desk(Spot { name: "c".to_owned() })),
        ..Default::default()
    };
    let text = r#"{"orderName":"a","count":"7","state":"STATE_PAID","spot":{"name":"Köln"},"spots":{"b":{}},"desk":{"name":"c"}}"#;
    assert_eq!(order.to_json().unwrap(), text);
    assert_eq!(serde_json::to_string(&order).unwrap(), text);
    assert_eq!(plain::shop::Order::from_json(text).unwrap(), order);
    assert_eq!(serde_json::from_str::<plain::shop::Order>(text).unwrap(), order);
    assert_eq!(plain::shop::Order::from_json("{}").unwrap().to_json().unwrap(), "{}");
    assert_eq!(serde_json::to_string(&plain::shop::State::Paid).unwrap(), r#""STATE_PAID""#);
}

#[test]
fn by_default_what_is_unknown_is_a_mistake() {
    let told = plain::shop::Order::from_json(UNKNOWN).unwrap_err();
    assert_eq!(told.problems().len(), 2, "{told}");
    assert!(told.to_string().contains("$.colour: shop.Order has no such field"), "{told}");
    assert!(serde_json::from_str::<plain::shop::Order>(UNKNOWN).is_err());
    // A program may say otherwise when it runs.
    let types = Types::new([plain::shop::Order::table()]);
    let lenient = Reader::new(&types).ignore_unknown(true);
    assert_eq!(plain::shop::Order::from_json_with(UNKNOWN, &lenient).unwrap().order_name, "a");
}

#[test]
fn rules_that_were_chosen_hold_for_both_ways_of_asking() {
    let order = chosen::shop::Order::from_json(UNKNOWN).unwrap();
    assert_eq!(order, serde_json::from_str(UNKNOWN).unwrap());
    let text = r#"{"order_name":"a","count":"0","state":0,"tags":[],"spots":{}}"#;
    assert_eq!(order.to_json().unwrap(), text);
    assert_eq!(serde_json::to_string(&order).unwrap(), text);
    assert_eq!(serde_json::to_string(&chosen::shop::State::Paid).unwrap(), "1");
    let paid: chosen::shop::State = serde_json::from_str(r#""STATE_PAID""#).unwrap();
    assert_eq!(paid, chosen::shop::State::Paid);
    // What a program says when it runs goes over it.
    let types = Types::new([chosen::shop::Order::table()]);
    let canonical = order.to_json_with(&Writer::new(&types)).unwrap();
    assert_eq!(canonical, r#"{"orderName":"a"}"#);
    let strict = Reader::new(&types);
    assert!(chosen::shop::Order::from_json_with(UNKNOWN, &strict).is_err());
}
