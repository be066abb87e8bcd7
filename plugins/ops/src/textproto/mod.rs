//! Messages in protobuf's [text format](https://protobuf.dev/reference/protobuf/textformat-spec/),
//! by their tables.
//!
//! ```text
//! text ─ lex ─▶ tokens ─ syntax ─▶ entries ─ read ─▶ DynamicMessage ─ write ─▶ text
//! ```
//!
//! ```
//! use typewright_ops::json::Types;
//! use typewright_ops::textproto::{self, Writer};
//! use typewright_ops::well_known::DURATION;
//!
//! let types = Types::default();
//! let text = "seconds: 0x10  # sixteen\nnanos: 5";
//! let duration = textproto::read(&DURATION, text, &types).unwrap();
//! assert_eq!(Writer::new(&types).write(&duration), "seconds: 16\nnanos: 5\n");
//!
//! let problems = textproto::read(&DURATION, "second: 1, nanos: 'x'", &types).unwrap_err();
//! assert_eq!(problems.len(), 2);
//! assert!(problems[0].to_string().contains("did you mean `seconds`?"));
//! ```

mod lex;
mod read;
mod syntax;
mod write;

pub use read::read;
pub(crate) use read::{is_boundary, read_part, split};
pub use write::Writer;

/// How deep messages may nest, as in every other form of them.
const DEPTH: usize = 100;

#[cfg(test)]
mod tests {
    use super::{Writer, read, read_part, split};
    use crate::dynamic::DynamicMessage;
    use crate::json::{self, Types};
    use crate::table::{Enum, Message, Type};
    use crate::well_known::{ANY, DURATION};

    static COLOR: Enum = Enum::new(
        "
        test.Color
        0 NONE
        1 RED
        ",
    );

    static THING: Message = Message::new(
        "
        test.Thing
        1 name string
        2 count int32
        3 ratio float
        4 data bytes
        5 on bool
        6 color .test.Color
        7 tags string repeated
        8 sizes map<string,uint64>
        9 inner .test.Thing?
        10 things .test.Thing repeated
        11 any .google.protobuf.Any?
        12 left int64 oneof=side
        13 right int64 oneof=side
        14 pair .test.Thing.Pair? group
        15 took .google.protobuf.Duration?
        ",
        &[
            Type::Message(&THING),
            Type::Message(&PAIR),
            Type::Message(&ANY),
            Type::Message(&DURATION),
            Type::Enum(&COLOR),
        ],
    );

    static PAIR: Message = Message::new(
        "
        test.Thing.Pair
        1 a double
        ",
        &[],
    );

    fn types() -> Types {
        Types::new([&THING])
    }

    fn json(text: &str) -> String {
        match read(&THING, text, &types()) {
            Ok(message) => json::write(&message, &types()).to_string(),
            Err(problems) => {
                problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
            }
        }
    }

    #[test]
    fn what_the_specification_has_is_read() {
        for (text, expected) in [
            ("", "{}"),
            ("name: 'a' # b\ncount: -5;", r#"{"name":"a","count":-5}"#),
            (r#"name: "a\t\"\x41\101\u00e9\U0001F600" 'b' "c""#, "{\"name\":\"a\\t\\\"AAé😀bc\"}"),
            ("count: 0x1F, on: t color: RED", r#"{"count":31,"on":true,"color":"RED"}"#),
            ("count: 017 color: 7", r#"{"count":15,"color":7}"#),
            ("ratio: 1.5f", r#"{"ratio":1.5}"#),
            ("ratio: - Inf", r#"{"ratio":"-Infinity"}"#),
            (r#"data: "\000\xff""#, r#"{"data":"AP8="}"#),
            ("tags: ['a', 'b'] tags: 'c' tags: []", r#"{"tags":["a","b","c"]}"#),
            ("sizes { key: 'a' value: 1 } sizes <key:'b'>", r#"{"sizes":{"a":"1","b":"0"}}"#),
            ("inner < name: 'x' >", r#"{"inner":{"name":"x"}}"#),
            ("inner: { inner {} }", r#"{"inner":{"inner":{}}}"#),
            ("things [{count: 1}, <count: 2>]", r#"{"things":[{"count":1},{"count":2}]}"#),
            ("Pair { a: 2 }", r#"{"pair":{"a":2}}"#),
            ("took { seconds: 3 }", r#"{"took":"3s"}"#),
            (
                "any { [type.googleapis.com/test.Thing] { count: 4 } }",
                r#"{"any":{"@type":"type.googleapis.com/test.Thing","count":4}}"#,
            ),
        ] {
            assert_eq!(json(text), expected, "{text}");
        }
    }

    #[test]
    fn mistakes_are_told_at_their_places() {
        for (text, expected) in [
            ("nam: 'a'", "line 1, column 1: test.Thing has no field `nam`; did you mean `name`?"),
            (
                "count: 'a'\n  on: 7",
                "line 1, column 8: expected a whole number from -2147483648 to 2147483647, found a \
                 text\nline 2, column 7: expected `true` or `false`, found `7`",
            ),
            (
                "count: 1.5",
                "line 1, column 8: expected a whole number from -2147483648 to \
                            2147483647, found `1.5`",
            ),
            (
                "color: BLUE",
                "line 1, column 8: `BLUE` is no value of test.Color; there are `NONE`, \
                             `RED`",
            ),
            ("name: 'a' name: 'b'", "line 1, column 11: `name` is given twice"),
            (
                "left: 1 right: 2",
                "line 1, column 9: `left` and `right`: only one of `side` can be \
                                  set",
            ),
            ("name 'a'", "line 1, column 6: expected `:` or `{`, found a text"),
            ("name: 'a", "line 1, column 7: the text has no end"),
            ("inner {", "line 1, column 8: expected `}`, found the end"),
            ("name: @", "line 1, column 7: `@` is no part of the text format"),
            ("inner: 5", "line 1, column 8: expected a message in braces, found `5`"),
            ("name {}", "line 1, column 6: expected a text in quotes, found a message"),
            ("[a.b]: 5", "line 1, column 1: test.Thing has no field `[a.b]`"),
            (
                "any { [x/test.No] {} }",
                "line 1, column 7: `test.No` is no message that this tool knows",
            ),
        ] {
            assert_eq!(json(text), expected, "{text}");
        }
        let deep = "inner {".repeat(200);
        assert!(json(&deep).contains("nested too deep"), "{}", json(&deep));
    }

    #[test]
    fn what_is_written_is_read_as_the_same() {
        let types = types();
        for text in [
            "name: \"a\\\"\\\\\\n\\033é\"\ncount: -1\nratio: 0.1\ndata: \"\\000a\\377\"\n",
            "on: true\ncolor: RED\ntags: \"a\"\ntags: \"\"\n",
            "color: 9\nsizes {\n  key: \"a\"\n  value: 1\n}\n",
            "inner {\n}\nthings {\n  count: 1\n}\nthings {\n}\nleft: 0\nPair {\n  a: -inf\n}\n",
            "any {\n  [type.googleapis.com/test.Thing] {\n    count: 4\n  }\n}\n",
        ] {
            let message = read(&THING, text, &types).unwrap();
            assert_eq!(Writer::new(&types).write(&message), text);
            let again = DynamicMessage::decode(&THING, &message.encode()).unwrap();
            assert_eq!(Writer::new(&types).write(&again), text);
        }
        let shown = Writer::new(&types).defaults(true).write(&DynamicMessage::new(&THING));
        assert!(shown.starts_with("name: \"\"\ncount: 0\nratio: 0.0\ndata: \"\"\non: false\n"));
        let red = read(&THING, "color: RED", &types).unwrap();
        assert_eq!(Writer::new(&types).enum_numbers(true).write(&red), "color: 1\n");
    }

    #[test]
    fn messages_stand_behind_each_other() {
        for (text, expected) in [
            ("a: 1\n---\nb: 2\n\u{1e}c: 3", &["a: 1\n", "b: 2\n", "c: 3"][..]),
            ("\u{1e}a: 1\n---\n", &["a: 1\n"]),
            (" \n", &[" \n"]),
            ("---\n---\n", &["", ""]),
        ] {
            let parts: Vec<&str> = split(text).into_iter().map(|part| &text[part]).collect();
            assert_eq!(parts, expected, "{text:?}");
        }
        let text = "count: 1\n---\ncount: x\n";
        let problems = read_part(&THING, text, split(text)[1].clone(), &types()).unwrap_err();
        assert_eq!(problems[0].place, "line 3, column 8");
    }
}
