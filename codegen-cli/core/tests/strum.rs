//! The front for strum's attributes, on attributes that are wrong in every way.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;
use typewright_core::emit::enums;
use typewright_core::source::rust::{Item, read_strum};

/// Each token of the tree left out, and replaced by each of some others.
fn mutations(tokens: &[TokenTree], wrong: &[TokenTree]) -> Vec<TokenStream> {
    let mut all = Vec::new();
    for at in 0..tokens.len() {
        let (before, after) = (&tokens[..at], &tokens[at + 1..]);
        let mut with = |middle: &[TokenTree]| all.push(quote!(#(#before)* #(#middle)* #(#after)*));
        with(&[]);
        wrong.iter().for_each(|token| with(std::slice::from_ref(token)));
        if let TokenTree::Group(group) = &tokens[at]
            && group.delimiter() == Delimiter::Parenthesis
        {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            for inner in mutations(&inner, wrong) {
                with(&[Group::new(Delimiter::Parenthesis, inner).into()]);
            }
        }
    }
    all
}

fn tokens(tokens: TokenStream) -> Vec<TokenTree> {
    tokens.into_iter().collect()
}

/// Whatever an attribute holds, it is read or reported, and what is made of it is Rust.
#[test]
fn no_attribute_panics() {
    let wrong =
        tokens(quote!(, = "{x" "{0}" "{9:a$}" "}" true 1.5 -r#type 'a () (=) [#] default props));
    let on_enum = tokens(quote!(
        serialize_all = "snake_case", prefix = "{", use_phf, parse_err_ty = A<B>, parse_err_fn = f,
        const_into_str, ascii_case_insensitive, crate = "a"
    ));
    let on_variant = tokens(quote!(
        to_string = "{0}",
        serialize = "a",
        default,
        transparent,
        disabled,
        default_with = "f",
        props(a = 1, b = "x"),
        message = "m",
        ascii_case_insensitive = false
    ));
    let passed = tokens(quote!(name(Kind), vis(pub), derive(Hash), strum(prefix = "a"), doc = "d"));
    let plain = |tokens: &[TokenTree]| quote!(#(#tokens)*);
    let mut lists = Vec::new();
    for list in mutations(&on_enum, &wrong) {
        lists.push((list, plain(&on_variant), plain(&passed)));
    }
    for list in mutations(&on_variant, &wrong) {
        lists.push((plain(&on_enum), list, plain(&passed)));
    }
    for list in mutations(&passed, &wrong) {
        lists.push((plain(&on_enum), plain(&on_variant), list));
    }
    assert!(lists.len() > 1000, "{}", lists.len());
    let mut reported = 0;
    for (at, (on_enum, on_variant, passed)) in lists.into_iter().enumerate() {
        let item = quote! {
            #[strum(#on_enum)]
            #[strum_discriminants(#passed)]
            #[repr(u8)]
            enum E<'a, T: Copy, const N: usize> {
                #[strum(#on_variant)]
                Unit = 3,
                #[strum(#on_variant)]
                Tuple(#[strum(#on_variant)] &'a T, u8),
                #[strum(#on_variant)]
                Named { x: [u8; N] },
                Last(),
            }
        };
        let item = Item::read(item).unwrap();
        // One derive for most lists, as all of them take a second a hundred.
        for (_, derive) in enums::strums().enumerate().filter(|(of, _)| (of + at) % 6 == 0) {
            let (read, mistakes) = read_strum(&item, derive, "::strum");
            let sound = mistakes.finish().is_ok();
            reported += usize::from(!sound);
            let made = if sound {
                enums::strum(&read, derive)
            } else {
                enums::strum_fallback(&read, derive)
            };
            let text = made.to_string();
            syn::parse2::<syn::File>(made)
                .unwrap_or_else(|error| panic!("{derive}: {error}\n{text}"));
        }
    }
    assert!(reported > 1000, "{reported}");
}
