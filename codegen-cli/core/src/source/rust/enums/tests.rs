//! What is read from an enum, and that nothing makes the reader panic.

use proc_macro2::TokenTree;
use quote::quote;

use super::{Item, read_enum};
use crate::model::Variant;

#[test]
fn everything_that_an_enum_says() {
    let source = r#"
        /// A level.
        #[deprecated]
        pub(crate) enum r#enum {
            /// The lowest.
            ///
            /// And the usual.
            Low = -0x10,
            #[deprecated(note = "too high")]
            #[stringer(alias = "h", alias = "up")]
            High,
            Computed = 1 << 4,
            Unknown,
            Constant = LIMIT,
            Behind,
            r#final = 9,
        }
    "#;
    let (model, mistakes) = read_enum(&source.parse().unwrap());
    mistakes.finish().unwrap();
    assert_eq!((&*model.id, &*model.name, &*model.docs), ("enum", "r#enum", "A level."));
    assert!(model.deprecated && !model.open);
    assert_eq!(model.rust.visibility.to_string(), "pub (crate)");
    assert_eq!(model.rust.runtime.to_string(), ":: typewright");
    let of = |read: fn(&Variant) -> String| model.variants.iter().map(read).collect::<Vec<_>>();
    assert_eq!(
        of(|v| v.name.clone()),
        ["Low", "High", "Computed", "Unknown", "Constant", "Behind", "r#final"]
    );
    assert_eq!(
        of(|v| v.text.clone()),
        ["Low", "High", "Computed", "Unknown", "Constant", "Behind", "final"]
    );
    assert_eq!(of(|v| v.docs.clone()), ["The lowest.\n\nAnd the usual.", "", "", "", "", "", ""]);
    assert_eq!(of(|v| v.aliases.join(",")), ["", "h,up", "", "", "", "", ""]);
    let numbers: Vec<_> = model.variants.iter().map(|v| v.number).collect();
    assert_eq!(numbers, [Some(-16), Some(-15), Some(16), Some(17), None, None, Some(9)]);
    let deprecated: Vec<_> = model.variants.iter().map(|v| v.deprecated).collect();
    assert_eq!(deprecated, [false, true, false, false, false, false, false]);
}

/// Every attribute that is one token away from a right one is read or reported.
#[test]
fn no_attribute_panics() {
    let right: Vec<TokenTree> =
        quote!(rename = "a", alias("b"), crate::c, alias = [-1]).into_iter().collect();
    let wrong = quote!(, = :: "" r#type 'a 1.5 () (=) [#] {} rename_all crate);
    let wrong: Vec<TokenTree> = wrong.into_iter().collect();
    let mut reported = 0;
    for at in 0..right.len() {
        for with in wrong.iter().map(Some).chain([None]) {
            let (before, after) = (&right[..at], &right[at + 1..]);
            let list = quote!(#(#before)* #with #(#after)*);
            let item = quote!(
                #[stringer(#list)]
                enum E {
                    #[stringer(#list)]
                    V,
                    W,
                }
            );
            let (_, mistakes) = read_enum(&Item::read(item).unwrap());
            reported += usize::from(mistakes.iter().len() > 2);
        }
    }
    assert_eq!(reported, right.len() * (wrong.len() + 1), "all of them hold several mistakes");
}

/// Places in tables have 16 bits.
#[test]
fn more_names_than_a_table_holds_are_a_mistake() {
    let read = |count: usize| {
        let variants: String = (0..count).map(|at| format!("V{at},")).collect();
        read_enum(&format!("enum E {{ {variants} }}").parse().unwrap()).1
    };
    let mistakes = read(65_536);
    let messages: Vec<_> = mistakes.iter().map(|mistake| mistake.message.as_str()).collect();
    assert_eq!(messages, ["65536 names and aliases are more than 65535"]);
    assert!(read(65_535).finish().is_ok());
}
