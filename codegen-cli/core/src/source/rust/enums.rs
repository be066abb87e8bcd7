//! An enum item ▶ [`Enum`].

use std::collections::BTreeMap;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Expr, ExprLit, Fields, Lit, UnOp};

use super::attr::{self, Item};
use crate::diag::{Diagnostic, Diagnostics, Origin, code};
use crate::model::name::{Casing, unraw};
use crate::model::{Enum, RustItem, Variant};

/// Reads an enum and its `#[stringer(..)]` attributes.
///
/// The model is as complete as the item allows, and is fit for impls only where there are no
/// diagnostics; beside diagnostics it serves the fallback.
///
/// ```
/// let item = syn::parse_str("#[stringer(rename_all = \"kebab-case\")] enum Mode { ReadOnly }");
/// let (model, mistakes) = typewright_core::source::rust::read_enum(&item.unwrap());
/// assert_eq!(model.variants[0].text, "read-only");
/// assert!(mistakes.finish().is_ok());
/// ```
pub fn read_enum(item: &DeriveInput) -> (Enum, Diagnostics) {
    let mut mistakes = Diagnostics::new();
    let mut casing = Casing::Pascal;
    let mut rust = rust_item(item);
    let mut ignore_case = false;
    let known = ["rename_all", "ignore_case", "crate"];
    for key in attr::items(&item.attrs, "stringer", &known, &[], &mut mistakes) {
        match &*key.key {
            "ignore_case" => ignore_case = key.flag(&mut mistakes),
            "crate" => rust.runtime = path(&key, &mut mistakes).unwrap_or(rust.runtime),
            _ => casing = style(&key, &mut mistakes).unwrap_or(casing),
        }
    }
    mistakes.extend(unsupported(item));
    let model = Enum {
        document: String::new(),
        id: unraw(&item.ident.to_string()).to_owned(),
        name: item.ident.to_string(),
        docs: attr::docs(&item.attrs),
        variants: variants(item, casing, ignore_case, &mut mistakes),
        ignore_case,
        deprecated: attr::deprecated(&item.attrs),
        origin: Origin::Span(item.ident.span()),
        rust,
        ..Enum::default()
    };
    (model, mistakes)
}

fn rust_item(item: &DeriveInput) -> RustItem {
    let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
    RustItem {
        visibility: item.vis.to_token_stream(),
        impl_generics: impl_generics.to_token_stream(),
        type_generics: type_generics.to_token_stream(),
        where_clause: where_clause.to_token_stream(),
        ..RustItem::default()
    }
}

/// What the item is that an enum of names is not.
fn unsupported(item: &DeriveInput) -> Diagnostics {
    let mut mistakes = Diagnostics::new();
    let mut unsupported = |span: Span, what: &str, help: &str| {
        let message = format!("`Stringer` works on enums, and `{}` is {what}", item.ident);
        let diagnostic = Diagnostic::new(code::UNSUPPORTED_ITEM, Origin::Span(span), message);
        mistakes.push(diagnostic.help(help));
    };
    let elsewhere = "remove the derive, or move the choice of names into an enum";
    match &item.data {
        Data::Enum(_) => {}
        Data::Struct(data) => unsupported(data.struct_token.span, "a struct", elsewhere),
        Data::Union(data) => unsupported(data.union_token.span, "a union", elsewhere),
    }
    if let (Data::Enum(_), Some(first)) = (&item.data, item.generics.params.first()) {
        unsupported(first.span(), "generic", "a set of names needs no parameters; remove them");
    }
    mistakes
}

/// The style that `rename_all` names.
fn style(key: &Item, mistakes: &mut Diagnostics) -> Option<Casing> {
    let text = key.text(mistakes)?;
    let casing = Casing::named(&text);
    if casing.is_none() {
        let known: Vec<_> = Casing::ALL.iter().map(|(name, _)| *name).collect();
        let help = attr::did_you_mean(&text, "styles", &known);
        let origin = Origin::Span(key.value_span());
        let message = format!("unknown style `{text}`");
        mistakes.push(Diagnostic::new(code::INVALID_VALUE, origin, message).help(help));
    }
    casing
}

/// The path that `crate` names.
fn path(key: &Item, mistakes: &mut Diagnostics) -> Option<TokenStream> {
    let path = key.literal(mistakes)?.parse_with(syn::Path::parse_mod_style).ok();
    if path.is_none() {
        key.wrong("the path of a crate", "write `crate = \"::typewright\"`", mistakes);
    }
    path.map(|path| quote!(#path))
}

fn variants(
    item: &DeriveInput,
    casing: Casing,
    ignore_case: bool,
    mistakes: &mut Diagnostics,
) -> Vec<Variant> {
    let Data::Enum(data) = &item.data else { return Vec::new() };
    let mut texts = Texts { folded: ignore_case, ..Texts::default() };
    let mut next = Some(0);
    let mut variants = Vec::new();
    for variant in &data.variants {
        let number = match &variant.discriminant {
            Some((_, expr)) => integer(expr),
            None => next,
        };
        next = number.and_then(|n: i64| n.checked_add(1));
        let read = read_variant(variant, casing, &mut texts, mistakes);
        variants.push(Variant { number, ..read });
    }
    variants
}

fn read_variant(
    variant: &syn::Variant,
    casing: Casing,
    texts: &mut Texts,
    mistakes: &mut Diagnostics,
) -> Variant {
    let name = variant.ident.to_string();
    if !matches!(variant.fields, Fields::Unit) {
        mistakes.push(data_variant(variant));
    }
    let known = ["rename", "alias"];
    let keys = attr::items(&variant.attrs, "stringer", &known, &["alias"], mistakes);
    let mut renamed = None;
    let mut accepted = Vec::new();
    for key in &keys {
        match (&*key.key, key.text(mistakes)) {
            ("rename", text) => renamed = text.map(|text| (text, key.value_span())),
            (_, Some(alias)) => accepted.push((alias, key.value_span())),
            (_, None) => {}
        }
    }
    let (text, span) =
        renamed.unwrap_or_else(|| (casing.variant(unraw(&name)), variant.ident.span()));
    texts.claim(&text, span, &name, mistakes);
    for (alias, span) in &accepted {
        texts.claim(alias, *span, &name, mistakes);
    }
    Variant {
        text,
        aliases: accepted.into_iter().map(|(alias, _)| alias).collect(),
        number: None,
        docs: attr::docs(&variant.attrs),
        deprecated: attr::deprecated(&variant.attrs),
        origin: Origin::Span(variant.ident.span()),
        name,
    }
}

fn data_variant(variant: &syn::Variant) -> Diagnostic {
    let name = &variant.ident;
    let message = if variant.fields.is_empty() {
        format!("the variant `{name}` has a list of fields")
    } else {
        format!("the variant `{name}` carries data, which a name cannot hold")
    };
    Diagnostic::new(code::DATA_VARIANT, Origin::Span(variant.fields.span()), message)
        .help(format!("write `{name}` alone, or derive `Stringer` on an enum of the kinds only"))
}

/// The value of a discriminant that is a plain integer.
fn integer(expr: &Expr) -> Option<i64> {
    let (sign, digits) = match attr::ungrouped(expr) {
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => {
            ("-", attr::ungrouped(&unary.expr))
        }
        plain => ("", plain),
    };
    let Expr::Lit(ExprLit { lit: Lit::Int(int), .. }) = digits else { return None };
    format!("{sign}{}", int.base10_digits()).parse().ok()
}

/// The texts that variants print or accept so far: where each stands, and for which variant.
#[derive(Default)]
struct Texts {
    claimed: BTreeMap<String, Claim>,
    /// Whether texts that differ in the case of ASCII letters are one.
    folded: bool,
}

struct Claim {
    text: String,
    span: Span,
    variant: String,
}

impl Texts {
    fn claim(&mut self, text: &str, span: Span, variant: &str, mistakes: &mut Diagnostics) {
        let key = if self.folded { text.to_ascii_lowercase() } else { text.to_owned() };
        let Some(first) = self.claimed.get(&key) else {
            let claim = Claim { text: text.to_owned(), span, variant: variant.to_owned() };
            self.claimed.insert(key, claim);
            return;
        };
        let owner = &first.variant;
        let same = if first.text == text {
            format!("`{text}`")
        } else {
            format!("`{text}`, which is `{}` where case does not count,", first.text)
        };
        let (message, help) = if owner == variant {
            (format!("{same} is given twice for `{variant}`"), "remove one of them")
        } else {
            (format!("{same} stands for both `{owner}` and `{variant}`"), "rename one of them")
        };
        mistakes.push(
            Diagnostic::new(code::NAME_COLLISION, Origin::Span(span), message)
                .label(Origin::Span(first.span), format!("`{}` is `{owner}` first", first.text))
                .help(help),
        );
    }
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenTree;
    use quote::quote;

    use super::read_enum;
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
                r#final = 9,
            }
        "#;
        let (model, mistakes) = read_enum(&syn::parse_str(source).unwrap());
        mistakes.finish().unwrap();
        assert_eq!((&*model.id, &*model.name, &*model.docs), ("enum", "r#enum", "A level."));
        assert!(model.deprecated && !model.open);
        assert_eq!(model.rust.visibility.to_string(), "pub (crate)");
        assert_eq!(model.rust.runtime.to_string(), ":: typewright");
        let of = |read: fn(&Variant) -> String| model.variants.iter().map(read).collect::<Vec<_>>();
        assert_eq!(of(|v| v.name.clone()), ["Low", "High", "Computed", "Unknown", "r#final"]);
        assert_eq!(of(|v| v.text.clone()), ["Low", "High", "Computed", "Unknown", "final"]);
        assert_eq!(of(|v| v.docs.clone()), ["The lowest.\n\nAnd the usual.", "", "", "", ""]);
        assert_eq!(of(|v| v.aliases.join(",")), ["", "h,up", "", "", ""]);
        let numbers: Vec<_> = model.variants.iter().map(|v| v.number).collect();
        assert_eq!(numbers, [Some(-16), Some(-15), None, None, Some(9)]);
        let deprecated: Vec<_> = model.variants.iter().map(|v| v.deprecated).collect();
        assert_eq!(deprecated, [false, true, false, false, false]);
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
                let (_, mistakes) = read_enum(&syn::parse2(item).unwrap());
                reported += usize::from(mistakes.iter().len() > 2);
            }
        }
        assert_eq!(reported, right.len() * (wrong.len() + 1), "all of them hold several mistakes");
    }
}
