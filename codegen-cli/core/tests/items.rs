//! Items are read as syn reads them: those of all Rust files of ours, some with all that Rust has,
//! and as many of the registry as `TYPEWRIGHT_ITEM_FILES` says.

use std::path::PathBuf;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::ToTokens;
use syn::DeriveInput;
use typewright_core::source::rust::{Attribute, Data, Field, Fields, Item, ParamKind, Variant};

use crate::folder;

/// Tokens as text in which spaces say nothing.
fn text(tokens: impl ToTokens) -> String {
    tokens.into_token_stream().to_string().split_whitespace().collect()
}

fn trees(tokens: &[TokenTree]) -> String {
    text(tokens.iter().cloned().collect::<TokenStream>())
}

fn attributes(ours: &[Attribute], theirs: &[syn::Attribute]) {
    assert_eq!(ours.len(), theirs.len());
    for (ours, theirs) in ours.iter().zip(theirs) {
        let mut written = TokenStream::new();
        ours.write(&mut written);
        assert_eq!(text(written), text(theirs));
        assert_eq!(ours.name(), text(theirs.path()));
        let list = theirs.meta.require_list().ok().map(|list| text(list.tokens.clone()));
        assert_eq!(ours.list().map(|list| text(list.stream())), list);
    }
}

fn fields(ours: &Fields, theirs: &syn::Fields) {
    assert_eq!(ours.is_unit(), matches!(theirs, syn::Fields::Unit));
    assert_eq!(ours.is_named(), matches!(theirs, syn::Fields::Named(_)));
    assert_eq!(ours.list.len(), theirs.len());
    for (Field { attrs, visibility, ident, ty, .. }, theirs) in ours.list.iter().zip(theirs) {
        attributes(attrs, &theirs.attrs);
        assert_eq!(text(visibility.clone()), text(&theirs.vis));
        assert_eq!(*ident, theirs.ident);
        assert_eq!(trees(ty), text(&theirs.ty));
    }
}

fn variant(ours: &Variant, theirs: &syn::Variant) {
    attributes(&ours.attrs, &theirs.attrs);
    assert_eq!(ours.ident, theirs.ident);
    fields(&ours.fields, &theirs.fields);
    let number = theirs.discriminant.as_ref().map(|(_, number)| text(number));
    assert_eq!(ours.discriminant.as_deref().map(trees), number);
}

/// The same of both readers, part by part.
fn compare(tokens: TokenStream) {
    let theirs: DeriveInput = syn::parse2(tokens.clone()).unwrap();
    let ours = Item::read(tokens).unwrap();
    attributes(&ours.attrs, &theirs.attrs);
    assert_eq!(text(ours.visibility), text(&theirs.vis));
    assert_eq!(ours.ident, theirs.ident);
    let (of_impl, of_type, bounds) = theirs.generics.split_for_impl();
    assert_eq!(text(ours.generics.of_impl()).replace(",>", ">"), text(&of_impl).replace(",>", ">"));
    assert_eq!(text(ours.generics.of_type()), text(&of_type).replace(",>", ">"));
    let ended = |bounds: String| bounds.trim_end_matches(',').to_owned();
    let own = ended(text(ours.generics.bounds.clone().unwrap_or_default()));
    // syn does not write a `where` without bounds.
    let own = if own == "where" { String::new() } else { own };
    assert_eq!(own, ended(bounds.map(text).unwrap_or_default()));
    for (ours, theirs) in ours.generics.params.iter().zip(&theirs.generics.params) {
        assert_eq!(text(ours.to_tokens()), text(theirs));
        let lifetime = matches!(theirs, syn::GenericParam::Lifetime(_));
        assert_eq!(ours.kind == ParamKind::Lifetime, lifetime);
    }
    match (&ours.data, theirs.data) {
        (Data::Enum(ours), syn::Data::Enum(theirs)) => {
            assert_eq!(ours.variants.len(), theirs.variants.len());
            ours.variants.iter().zip(&theirs.variants).for_each(|(a, b)| variant(a, b));
        }
        (Data::Struct(ours, _), syn::Data::Struct(theirs)) => fields(ours, &theirs.fields),
        (Data::Union(ours, _), syn::Data::Union(theirs)) => {
            fields(ours, &syn::Fields::Named(theirs.fields));
        }
        _ => panic!("they differ in what they are"),
    }
}

fn collect(items: Vec<syn::Item>, found: &mut Vec<TokenStream>) {
    for item in items {
        match item {
            syn::Item::Enum(item) => found.push(item.into_token_stream()),
            syn::Item::Struct(item) => found.push(item.into_token_stream()),
            syn::Item::Union(item) => found.push(item.into_token_stream()),
            syn::Item::Mod(module) => {
                collect(module.content.map_or_else(Vec::new, |(_, items)| items), found);
            }
            syn::Item::Fn(function) => {
                let inner = function.block.stmts.into_iter().filter_map(|statement| {
                    if let syn::Stmt::Item(item) = statement { Some(item) } else { None }
                });
                collect(inner.collect(), found);
            }
            _ => {}
        }
    }
}

fn files() -> Vec<PathBuf> {
    let root = folder::workspace();
    let parts = ["macros", "codegen-cli", "plugins", "examples", "benches"];
    let mut files: Vec<PathBuf> =
        parts.iter().flat_map(|part| folder::files(&root.join(part), "rs")).collect();
    let wanted = std::env::var("TYPEWRIGHT_ITEM_FILES").ok();
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    if let (Some(wanted), Some(home)) = (wanted.and_then(|count| count.parse().ok()), home) {
        files.extend(folder::files(&home.join("registry/src"), "rs").into_iter().take(wanted));
    }
    files
}

#[test]
fn items_of_files_are_read_as_syn_reads_them() {
    let mut read = 0;
    for path in files() {
        let Ok(source) = std::fs::read_to_string(&path) else { continue };
        let Ok(file) = syn::parse_file(&source) else { continue };
        let mut found = Vec::new();
        collect(file.items, &mut found);
        for item in found {
            read += 1;
            let shown = item.to_string();
            let same = std::panic::catch_unwind(|| compare(shown.parse().unwrap()));
            assert!(same.is_ok(), "{}: {shown}", path.display());
        }
    }
    eprintln!("{read} items");
    assert!(read > 1000, "{read}");
}

/// What Rust has for items.
const ITEMS: &[&str] = &[
    "enum E {}",
    "pub(crate) enum r#enum { r#type, r#fn = 3, }",
    "pub(in crate::a::b) struct S;",
    "pub(self) struct S(pub (crate) u8, pub(super) (u8, u16), pub (u8,), (crate::A, B));",
    "struct S { pub(in super::x) a: u8, r#in: u16, pub b: (u8, u16) }",
    "union U { a: u8, b: [u8; { 1 + 1 }] }",
    "enum E<'a, 'b: 'a, T: 'a + ?Sized + Fn(&'a u8) -> U, U = Vec<Vec<T>>, const N: usize = { 3 > 2 }> { A(&'a T, &'b [U; N]) }",
    "struct S<T: Iterator<Item = Vec<u8>> = std::vec::IntoIter<Vec<u8>>, const B: bool = true, const I: i8 = -1>(T);",
    "struct S<const C: char = ','>;",
    "enum E<T> where T: Copy, for<'x> &'x T: Into<Vec<u8>>, [(); { N + 1 }]: Sized, { A(T) }",
    "struct S<T>(T) where T: Fn(u8) -> Vec<u8>, Vec<T>: Into<Box<dyn Fn() -> u8>>;",
    "struct S<T> where T: Copy, { a: T }",
    "struct S where;",
    "enum E<#[cfg(all())] T, #[a(b)] 'x> { A(T) }",
    "enum E { A(fn(u8, u16) -> u8), B(for<'a> fn(&'a u8) -> &'a u8), C(unsafe extern \"C\" fn(u8, ...)) }",
    "enum E { A(Box<dyn for<'a> Fn(&'a u8, u16) -> Vec<(u8, u8)> + Send + 'static>), B(impl Fn()->u8) }",
    "enum E { A(<<T as X>::Y as Z<u8, u16>>::W), B(<T>::C), D(*const u8), F(*mut [u8]), G(!), H(_) }",
    "enum E { A(Foo<{ 1 < 2 }, -1, 'a', \"b\">), B([u8; (1, 2).0]), C(mac!(a, b)), D(mac!{a, b}, u8) }",
    "enum E { A = 1 << 3, B = 0x10 | 2, C = -5, D = b'a' as isize, F = Foo::<A, B>::C as isize, G }",
    "enum E { A = <T as X<u8, u16>>::Y, B = { let (a, b) = (1, 2); a < b; 3 }, C = f(1, 2), D = a[1] }",
    "enum E { A = if 1 < 2 { 1 } else { 2 }, B = x as Foo<A, B>, C = a < b, D = 1 >> 2, F = a.0.b }",
    "enum E { A = Foo { a, b }.c, B = !1, C = &1, D = x::<{ a }, b>(c), F = match 1 { 1 => 2, _ => 3 } }",
    "enum E { A {}, B(), C { a: u8, }, D(u8,), F = 3 }",
    "#[doc = \"a\"] /// b\n #[c(d = [1, 2], e(f))] #[g::h] #[cfg_attr(all(), i, j = \"k\")] enum E { #[l{m}] A(#[n] u8) }",
    "#[a[b]] #[c = 1 + 2] #[d = include_str!(\"x\")] #[unsafe(no_mangle)] struct S { #[e] a: u8 }",
    "enum E { A(u8) = 1, B { a: u8 } = 2 }",
    "struct S<'a>(&'a mut &'a dyn Fn(&'a str) -> &'a str, Option<Option<Option<u8>>>);",
    "struct S { a: A<B<C>, D<E>>, b: fn() -> A<B, C>, c: impl Iterator<Item = (u8, A<B>)> }",
    "struct S { a: dyn A<B = C, D: E + F>, b: [A<B, C>; 2], c: &'static (dyn A + Send) }",
];

#[test]
fn items_of_all_kinds_are_read_as_syn_reads_them() {
    for item in ITEMS {
        let same = std::panic::catch_unwind(|| compare(item.parse().unwrap()));
        assert!(same.is_ok(), "{item}");
    }
}

/// `macro_rules` puts them around what it was given.
#[test]
fn invisible_groups_are_seen_through() {
    let around = |tokens: &str| -> TokenStream {
        let group = Group::new(Delimiter::None, tokens.parse().unwrap());
        TokenTree::from(group).into()
    };
    let (nothing, visible, ty) = (around(""), around("pub(crate)"), around("dyn A + B"));
    let (meta, number, item) = (around("doc = \"a\""), around("1 + 2"), around("enum F { A }"));
    compare(
        quote::quote!(#[#meta] #visible enum E { #[#meta] A(#nothing #ty, #visible u8) = 3, B(#ty) }),
    );
    compare(quote::quote!(#nothing struct S { #[#meta] #visible a: #ty, #nothing b: Vec<#ty> }));
    compare(quote::quote!(#[#meta] #item));
    let item = Item::read(quote::quote!(enum E { A = #number })).unwrap();
    let (model, _) = typewright_core::source::rust::read_enum(&item);
    assert_eq!(model.variants[0].number, Some(3));
}

#[test]
fn numbers_are_those_of_rust() {
    let known = [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("1 << 3 | 1 << 1", 10),
        ("6 & 3 ^ 1 | 8", 11),
        ("1 + 1 << 2", 8),
        ("10 - 3 - 2", 5),
        ("64 >> 2 >> 1", 8),
        ("-5", -5),
        ("- -5", 5),
        ("-(1 << 3)", -8),
        ("2 - -3", 5),
        ("b'a' - 1", 96),
        ("0x_ffu8", 255),
        ("1_000i64", 1000),
        ("0b101", 5),
        ("-170141183460469231731687303715884105728", i128::MIN),
    ];
    let of = |number: &str| {
        let item = format!("#[repr(i128)] enum E {{ A = {number} }}").parse().unwrap();
        typewright_core::source::rust::read_enum(&item).0.variants[0].number
    };
    for (number, value) in known {
        assert_eq!(of(number), Some(value), "{number}");
    }
    for number in ["A", "A + 1", "!0", "1 as isize", "f(1)", "{ 1 }", "1.max(2)", "'a' as isize"] {
        assert_eq!(of(number), None, "{number}");
    }
}
