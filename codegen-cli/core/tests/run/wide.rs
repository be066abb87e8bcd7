//! Of everything there may be more than a byte can count.

use typewright_json::Json;
use typewright_ops::Tool;
use wide_schema::all;
use wide_schema::all::wide::{D1, Many, Wide, wide};

/// The exit code of a command and what it printed.
fn run(args: &[&str]) -> (u8, String) {
    let tool = Tool::new("wide", "1.0.0").services(all::SERVICES);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = tool.run(args.iter().map(Into::into), [], &mut out, &mut err);
    (code, String::from_utf8([out, err].concat()).unwrap())
}

#[test]
fn members_of_every_oneof_exclude_each_other() {
    for number in [1, 255, 256, 257, 300] {
        let both = format!(r#"{{"a{number}": "x", "b{number}": 1}}"#);
        let told = Wide::from_json(&both).unwrap_err().to_string();
        assert!(told.contains(&format!("`a{number}` is set too")), "{told}");
        let [a, b] = ["a", "b"].map(|name| format!("--{name}-{number}"));
        let (code, told) = run(&["do300", &a, "x", &b, "1", "--dry-run"]);
        assert!(code == 2 && told.contains(&format!("only one of `way_{number}`")), "{told}");
        let (code, told) = run(&["do1", &b, "1", "--dry-run"]);
        assert!(code == 0 && told.contains(&format!("b{number}")), "{told}");
    }
    // Members of two oneofs do not.
    let (code, told) = run(&["do1", "--a-44", "x", "--b-300", "1", "--dry-run"]);
    assert_eq!(code, 0, "{told}");
}

#[test]
fn what_is_far_back_is_found() {
    let text = r#"{"b300":7,"m300":{"text":"x"},"many":"MANY_300"}"#;
    let wide = Wide {
        way_300: Some(wide::Way300::B300(7)),
        many: Many::Many300.into(),
        m_300: Some(all::wide::M300 { text: "x".to_owned() }),
        ..Wide::default()
    };
    assert_eq!(wide.to_json().unwrap(), text);
    assert_eq!(Wide::from_json(text).unwrap(), wide);
}

#[test]
fn messages_in_messages_are_as_deep_as_compilers_allow() {
    let text = format!("{}{{}}{}", r#"{"next":"#.repeat(29), "}".repeat(29));
    assert_eq!(D1::from_json(&text).unwrap().to_json().unwrap(), text);
}
