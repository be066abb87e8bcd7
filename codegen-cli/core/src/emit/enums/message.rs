//! What people read about a value: `message`, `detail`, `docs`.

use super::Target;
use super::code::{Code, code};
use crate::model::{Part, Variant};

/// The text of a variant that an item gives, if it has one.
type Text = fn(&Variant) -> Option<String>;

const ITEMS: [(&str, &str, Text); 3] = [
    ("message", " What this value means, in one line, where that is said.", message),
    ("detail", " What is said about this value beyond its message.", |v| v.detail.clone()),
    ("docs", " The documentation of this value.", |v| {
        Some(v.docs.clone()).filter(|docs| !docs.is_empty())
    }),
];

/// Its message, else the first paragraph of its documentation in one line.
fn message(variant: &Variant) -> Option<String> {
    let paragraph = variant.docs.split("\n\n").next().unwrap_or_default();
    let mut text = String::new();
    for word in paragraph.split_whitespace() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    variant.message.clone().or(Some(text).filter(|text| !text.is_empty()))
}

pub(super) fn inherent(target: &Target<'_>) -> Code {
    if !target.has(Part::EnumMessage) {
        return Code::new();
    }
    Code::each(ITEMS, |(item, docs, text)| {
        let (shown, name) = target.shown(item, docs);
        let body = target.choice(&|variant| {
            text(variant).map(|text| code!([text] ::core::option::Option::Some(#text)))
        });
        code! { [shown, name, body]
            #[must_use]
            #shown const fn #name(
                &self,
            ) -> ::core::option::Option<&'static ::core::primitive::str> {
                #body
            }
        }
    })
}

pub(super) fn impls(_: &Target<'_>) -> Code {
    Code::new()
}
