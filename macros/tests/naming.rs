//! How variants come to their texts.

use typewright::{Enum, Stringer};

fn both_ways<E: Enum + ToString + std::str::FromStr + PartialEq + std::fmt::Debug>(texts: &[&str]) {
    assert_eq!(E::iter().map(|value| value.to_string()).collect::<Vec<_>>(), texts);
    for (value, text) in E::iter().zip(texts) {
        assert_eq!(text.parse().ok(), Some(value));
    }
}

#[test]
fn prefixes_and_suffixes_go_both_ways() {
    #[derive(Stringer, Debug, PartialEq)]
    #[stringer(prefix = "x-", suffix = "!", rename_all = "kebab-case")]
    enum Around {
        ReadOnly,
        #[stringer(rename = "RW", alias = "rw")]
        ReadWrite,
    }
    both_ways::<Around>(&["x-read-only!", "x-RW!"]);
    assert_eq!("rw".parse(), Ok(Around::ReadWrite));
    assert!("read-only".parse::<Around>().is_err());

    #[derive(Stringer, Debug, PartialEq)]
    #[stringer(trim_prefix = "Token", rename_all = "lowercase")]
    enum Lexeme {
        TokenInt,
        TokenString,
        Token,
        Other,
    }
    both_ways::<Lexeme>(&["int", "string", "token", "other"]);
}

#[test]
fn acronyms_may_be_words() {
    #[derive(Stringer, Debug, PartialEq)]
    #[stringer(acronyms, rename_all = "snake_case")]
    enum Kind {
        HTTPServer,
        Utf8,
    }
    both_ways::<Kind>(&["http_server", "utf8"]);
}

#[test]
fn docs_may_be_texts() {
    #[derive(Stringer, Debug, PartialEq)]
    #[stringer(docs)]
    enum Problem {
        /// The disk is full.
        ///
        /// Delete something.
        Full,
        /// The disk is gone
        Gone,
        Unknown,
        /// Never shown.
        #[stringer(rename = "other")]
        Other,
    }
    both_ways::<Problem>(&["The disk is full", "The disk is gone", "Unknown", "other"]);
}

#[test]
fn serde_is_heard_where_it_is_asked_for() {
    #[derive(Stringer, serde::Serialize, serde::Deserialize, Debug, PartialEq)]
    #[serde(rename_all = "kebab-case")]
    #[stringer(serde)]
    enum Heard {
        ReadOnly,
        #[serde(rename = "rw", alias = "write", alias = "all")]
        ReadWrite,
        #[serde(rename(serialize = "none", deserialize = "nothing"))]
        None,
        #[serde(rename = "theirs")]
        #[stringer(rename = "ours")]
        Ours,
        #[serde(other)]
        Last,
    }
    both_ways::<Heard>(&["read-only", "rw", "none", "ours", "last"]);
    assert_eq!(("write".parse(), "all".parse()), (Ok(Heard::ReadWrite), Ok(Heard::ReadWrite)));
    for value in [Heard::ReadOnly, Heard::ReadWrite, Heard::None, Heard::Last] {
        assert_eq!(serde_json::to_value(&value).unwrap(), value.as_str());
    }

    #[derive(Stringer, serde::Serialize, Debug, PartialEq)]
    #[serde(rename_all(serialize = "lowercase"))]
    #[stringer(serde, rename_all = "UPPERCASE")]
    enum Over {
        Ruled,
    }
    both_ways::<Over>(&["RULED"]);

    #[derive(Stringer, serde::Serialize, Debug, PartialEq)]
    #[serde(rename_all = "lowercase")]
    enum Unheard {
        Value,
    }
    both_ways::<Unheard>(&["Value"]);
}
