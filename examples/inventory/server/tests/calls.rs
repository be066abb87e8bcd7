//! Unary calls: what is sent, what is printed, and what a failure says.

use serde_json::json;

use crate::tool::{Server, Tool};

fn stocked() -> (Server, Tool) {
    let server = Server::start();
    let tool = Tool::of(&server);
    for line in [
        "create-item --item.id bolt --item.title Bolt --item.storage shelf --item.quantity 100 \
         --item.tags metal --item.tags small --item.fixed.currency EUR --item.fixed.cents 12 \
         --item.created-at 2026-01-02T03:04:05Z",
        "create-item --item.id milk --item.title Milk --item.storage cooled --item.quantity 3 \
         --item.tags food --item.shelf-life 168h --item.free \
         --item.created-at 2026-01-02T03:04:06.5Z",
    ] {
        tool.json(line);
    }
    (server, tool)
}

#[test]
fn flags_of_every_kind_reach_the_server() {
    let server = Server::start();
    let item = Tool::of(&server).json(
        "create-item --item.id box --item.title Box --item.storage STORAGE_FROZEN \
         --item.quantity 7 --item.tags a --item.tags b,c --item.attributes colour=red \
         --item.attributes note=x=y --item.size.width 1 --item.size.height 2 --item.size.depth 3 \
         --item.fixed.currency EUR --item.fixed.cents=-5 --item.created-at 2026-01-02T03:04:05Z \
         --item.shelf-life 1h30m",
    );
    let expected = json!({
        "id": "box",
        "title": "Box",
        "storage": "STORAGE_FROZEN",
        "quantity": "7",
        "tags": ["a", "b,c"],
        "attributes": { "colour": "red", "note": "x=y" },
        "size": { "width": 1, "height": 2, "depth": 3 },
        "fixed": { "currency": "EUR", "cents": "-5" },
        "createdAt": "2026-01-02T03:04:05Z",
        "shelfLife": "5400s",
    });
    assert_eq!(item, expected);
}

#[test]
fn flags_go_over_data() {
    let server = Server::start();
    let tool = Tool::of(&server).file("item.json", r#"{"item": {"id": "a", "title": "A"}}"#);
    let item = tool.json("create-item -d @item.json --item.title B --item.quantity 2");
    assert_eq!(
        (&item["id"], &item["title"], &item["quantity"]),
        (&json!("a"), &json!("B"), &json!("2"))
    );
}

#[test]
fn lists_are_printed_as_a_table() {
    let (_server, tool) = stocked();
    let run = tool.run(&["list-items", "--output", "table"]).ok();
    let lines: Vec<&str> = run.out.lines().collect();
    let heads: Vec<&str> = lines[0].split_whitespace().take(4).collect();
    assert_eq!(heads, ["ID", "TITLE", "STORAGE", "QUANTITY"], "{}", run.out);
    assert!(lines[1].starts_with("bolt  Bolt"), "{}", run.out);
    assert!(lines[2].starts_with("milk  Milk"), "{}", run.out);
}

#[test]
fn pages_follow_each_other() {
    let (_server, tool) = stocked();
    let first = tool.json("list-items --page-size 1");
    assert_eq!(first["items"][0]["id"], "bolt");
    let token = first["nextPageToken"].as_str().expect("a second page");
    let second = tool.json(&format!("list-items --page-size 1 --page-token {token}"));
    assert_eq!(second["items"][0]["id"], "milk");
    assert_eq!(second.get("nextPageToken"), None);
}

#[test]
fn filters_are_optional_and_repeated() {
    let (_server, tool) = stocked();
    let ids = |line: &str| {
        let items = tool.json(line)["items"].as_array().cloned().unwrap_or_default();
        items.iter().map(|i| i["id"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids("list-items --tag food"), ["milk"]);
    assert_eq!(ids("list-items --storage shelf --storage cooled"), ["bolt", "milk"]);
    assert!(ids("list-items --storage frozen").is_empty());
}

#[test]
fn a_failing_call_says_why_and_exits_with_its_code() {
    let (_server, tool) = stocked();
    let run = tool.run(&["get-item", "--id", "nail"]);
    assert_eq!((run.code, &*run.out), (64 + 5, ""), "{run:#?}");
    assert!(
        run.err.contains("NOT_FOUND") && run.err.contains("there is no item `nail`"),
        "{run:#?}"
    );

    let run = tool.run(&["adjust-stock", "--id", "milk", "--change=-4"]);
    assert_eq!(run.code, 64 + 9, "{run:#?}");
    assert!(
        run.err.contains("FAILED_PRECONDITION") && run.err.contains("a stock of 3"),
        "{run:#?}"
    );
    assert_eq!(tool.json("adjust-stock --id milk --change=-3").get("quantity"), None);
}

#[test]
fn an_empty_answer_is_an_empty_object() {
    let (_server, tool) = stocked();
    assert_eq!(tool.json("delete-item --id milk --yes"), json!({}));
    assert_eq!(tool.run(&["get-item", "--id", "milk"]).code, 64 + 5);
}

#[test]
fn nothing_is_deleted_that_nobody_confirmed() {
    let (_server, tool) = stocked();
    let run = tool.run(&["delete-item", "--id", "milk"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("confirm it with --yes"), "{run:#?}");
    assert_eq!(tool.json("get-item --id milk")["id"], "milk");
}

#[test]
fn pages_are_turned() {
    let (_server, tool) = stocked();
    for id in ["a", "b", "c"] {
        tool.json(&format!("create-item --item.id={id} --item.title={id}"));
    }
    let ids = |line: &str| {
        let run = tool.run(&line.split(' ').collect::<Vec<_>>()).ok();
        run.out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ids("list-items --page-size=2 -o text -q .items[].id"), "a b");
    assert_eq!(ids("list-items --page-size=2 --all -o text -q .items[].id"), "a b bolt c milk");
    assert_eq!(ids("list-items --page-size=2 --limit=3 -o text -q .items[].id"), "a b bolt");
    assert_eq!(
        ids("list-items --page-size=1 --all -o ndjson -q .id"),
        r#""a" "b" "bolt" "c" "milk""#
    );
    let all = tool.json("list-items --page-size=2 --all");
    assert_eq!((all["items"].as_array().map(Vec::len), all.get("nextPageToken")), (Some(5), None));
}

#[test]
fn mistakes_on_the_command_line_send_nothing() {
    let (_server, tool) = stocked();
    for (line, says) in [
        (vec!["get-item", "--ids", "x"], "--id"),
        (vec!["get-itme"], "get-item"),
        (vec!["adjust-stock", "--change", "many"], "--change"),
        (vec!["create-item", "--item.storage", "colled"], "cooled"),
        (vec!["create-item", "--item.free", "--item.fixed.cents", "1"], "--item.free"),
        (vec!["create-item", "-d", "{\"item\": {\"titel\": \"x\"}}"], "title"),
        (vec!["create-item", "--item.created-at", "yesterday-ish"], "--item.created-at"),
    ] {
        let run = tool.run(&line);
        assert_eq!((run.code, &*run.out), (2, ""), "{line:?} {run:#?}");
        assert!(run.err.contains(says), "{line:?} {run:#?}");
    }
    assert_eq!(tool.json("list-items")["items"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_server_that_is_not_there_is_unavailable() {
    let tool = Tool::new().var("INVENTORY_ENDPOINT", "http://127.0.0.1:1");
    let run = tool.run(&["get-item", "--id", "x"]);
    assert_eq!(run.code, 64 + 14, "{run:#?}");
    assert!(run.err.contains("UNAVAILABLE") && run.err.contains("127.0.0.1:1"), "{run:#?}");
}
