//! No attribute of an enum makes its reader or its emitter panic.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::quote;
use typewright_core::emit::enums::{fallback, impls};
use typewright_core::model::Part;
use typewright_core::source::rust::{Item, read_enum};

/// Attributes with one token in place of another, at any depth, all parts asked for.
#[test]
fn no_list_panics() {
    let parts = Part::ALL.iter().map(|(name, _)| quote::format_ident!("{name}"));
    let parts = quote!(also(#(#parts),*));
    let lists: [(TokenStream, TokenStream); 6] = [
        (
            quote!(item(as_str(name = "a", vis = "pub", doc = "b"), is(name = "is_{}"))),
            quote!(rename = "a"),
        ),
        (quote!(props(a(type = "u8", default = 1), b = -2)), quote!(props(a = c::D, b = 'c'))),
        (quote!(key = "a.{}"), quote!(key = "b", locale(de = "c", pt_BR = "d"))),
        (quote!(flags(name = A, derive(b::C), d(e), f = "g")), quote!(message = "h", detail = "i")),
        (quote!(discriminants(name = A, vis = "pub", derive(B))), quote!(discriminants(c(d), e))),
        (quote!(item(try_as(name = "{}"), set_of(vis = ""))), quote!(props(r#type = 1))),
    ];
    let wrong = quote!(, = :: "" "{}" r#type self 'a 1.5 () (=) (a(b = c)) [#] {} crate);
    let wrong: Vec<TokenTree> = wrong.into_iter().collect();
    let mut read = 0;
    for (of_enum, of_variant) in &lists {
        for (spoiled, sound, first) in [(of_enum, of_variant, true), (of_variant, of_enum, false)] {
            for with in wrong.iter().map(Some).chain([None]) {
                for spoiled in spoil(spoiled, with) {
                    let (of_enum, of_variant) =
                        if first { (&spoiled, sound) } else { (sound, &spoiled) };
                    let item = quote!(
                        #[stringer(#parts, #of_enum)]
                        enum E {
                            #[stringer(#of_variant)]
                            V,
                            W(u8, r#type),
                            X {
                                y: Z,
                            },
                        }
                    );
                    let (model, mistakes) = read_enum(&Item::read(item).unwrap());
                    let sound = mistakes.finish().is_ok();
                    let tokens = if sound { impls(&model) } else { fallback(&model) }.into_tokens();
                    read += usize::from(!tokens.is_empty());
                }
            }
        }
    }
    assert!(read > 500, "{read}");
}

/// The tokens with one of them replaced, at any place and depth.
fn spoil(tokens: &TokenStream, with: Option<&TokenTree>) -> Vec<TokenStream> {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut all = Vec::new();
    for at in 0..trees.len() {
        let (before, after) = (&trees[..at], &trees[at + 1..]);
        all.push(quote!(#(#before)* #with #(#after)*));
        if let TokenTree::Group(group) = &trees[at] {
            for inner in spoil(&group.stream(), with) {
                let inner = Group::new(group.delimiter(), inner);
                all.push(quote!(#(#before)* #inner #(#after)*));
            }
        }
    }
    all
}
