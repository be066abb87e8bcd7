//! Enum ▶ impls: its names both ways, its values one after the other.
//!
//! What is made is data and thin impls over it; the code that does the work is in the runtime, once
//! for all enums. The impls work in any module, whatever it shadows: paths are absolute, what they
//! introduce begins with `__`, and no item is reached by a path that a variant of the same name
//! could take.

mod caught;
mod clap;
mod code;
mod companion;
mod convert;
mod dense;
mod discriminants;
mod fast;
#[cfg(feature = "tools")]
mod file;
mod flags;
mod flatten;
mod hash;
mod iterate;
mod keyed;
mod kind;
mod locale;
mod make;
mod message;
mod next;
mod number;
mod open;
mod parse;
mod property;
mod read;
mod scan;
mod serde;
mod show;
#[cfg(feature = "strum-compat")]
mod strum;
mod table;
mod text;
mod try_as;

pub use code::Code;
pub use open::open;
#[cfg(feature = "strum-compat")]
pub use strum::{strum, strum_fallback, strums};

use std::cell::Cell;

use code::{Word, code, word};

use crate::model::name::is_identifier;
use crate::model::{Enum, Part, RustItem, SerdeAs, Variant, VariantFields};

#[cfg(feature = "tools")]
pub use file::file;

/// Makes tokens for an enum.
type Write = fn(&Target<'_>) -> Code;

/// A family a file: its items of the enum itself, and its impls of traits.
const FAMILIES: &[(Write, Write)] = &[
    (text::inherent, text::impls),
    (parse::inherent, parse::impls),
    (iterate::inherent, iterate::impls),
    (number::inherent, convert::impls),
    (caught::inherent, caught::impls),
    (kind::inherent, kind::impls),
    (try_as::inherent, try_as::impls),
    (discriminants::inherent, discriminants::impls),
    (next::inherent, next::impls),
    (keyed::inherent, keyed::impls),
    (message::inherent, message::impls),
    (property::inherent, property::impls),
    (scan::inherent, scan::impls),
    (nothing, flags::impls),
    (locale::inherent, locale::impls),
    (serde::inherent, serde::impls),
    (clap::inherent, clap::impls),
];

/// The impls for an enum that was read without a mistake.
///
/// ```
/// use typewright_core::{emit::enums, source::rust::read_enum};
/// let item = "enum Mode { #[stringer(alias = \"r\")] Read }".parse().unwrap();
/// let tokens = enums::impls(&read_enum(&item).0).into_tokens().to_string();
/// assert!(tokens.contains("\"Readr"), "names and aliases are packed: {tokens}");
/// ```
pub fn impls(model: &Enum) -> Code {
    write(&Target::new(model))
}

/// The same impls, with bodies that compile for every item and say nothing: what stands beside the
/// errors, so that code which uses the impls does not fail a second time.
pub fn fallback(model: &Enum) -> Code {
    let bare = Enum { variants: Vec::new(), ..model.clone() };
    write(&Target { taken: model, sound: false, ..Target::new(&bare) })
}

fn nothing(_: &Target<'_>) -> Code {
    Code::new()
}

fn write(target: &Target<'_>) -> Code {
    let (kinds, flags) = (discriminants::declaration(target), flags::declaration(target));
    let (dense, table) = (dense::declaration(target), table::declaration(target));
    let (mut inherent, mut impls) = (Code::new(), Code::new());
    for (of_type, of_traits) in FAMILIES {
        inherent.extend(of_type(target));
        impls.extend(of_traits(target));
    }
    let (generics, item) = target.header();
    let inherent = if inherent.is_empty() {
        inherent
    } else {
        let lifetimes = (!generics.is_empty()).then(|| code!(#[allow(single_use_lifetimes)]));
        code! { [lifetimes, generics, item, inherent]
            #lifetimes
            #[allow(dead_code)]
            impl #generics #item {
                #inherent
            }
        }
    };
    code! { [kinds, flags, dense, table, inherent, impls]
        #kinds
        #flags

        const _: () = {
            #dense
            #table
            #inherent
            #impls
        };
    }
}

/// The enum that impls are written for.
struct Target<'a> {
    model: &'a Enum,
    /// The variants that are values; the others have a name and nothing else.
    values: Vec<&'a Variant>,
    /// The enum whose variants must not be taken for ours.
    taken: &'a Enum,
    /// Whether the variants may be named; not beside errors.
    sound: bool,
    name: Word,
    rust: Rust,
    /// What is added to the name of the function that finds texts, once their table is made.
    found_by: Cell<&'static str>,
    /// Whether the table says where texts are in more than 16 bits.
    wide: Cell<bool>,
    /// Where it says so.
    places: Cell<usize>,
}

/// What the item says about itself, ready to be written.
struct Rust {
    visibility: Code,
    impl_generics: Code,
    type_generics: Code,
    where_clause: Code,
    runtime: Code,
    error: Option<Code>,
}

impl Rust {
    fn new(item: &RustItem) -> Self {
        Self {
            visibility: Code::of(&item.visibility),
            impl_generics: Code::of(&item.impl_generics),
            type_generics: Code::of(&item.type_generics),
            where_clause: Code::of(&item.where_clause),
            runtime: Code::of(&item.runtime),
            error: item.error.as_ref().map(Code::of),
        }
    }
}

/// A line of documentation.
fn doc(line: &str) -> Code {
    let line = format!(" {line}");
    code!([line] #[doc = #line])
}

impl<'a> Target<'a> {
    fn new(model: &'a Enum) -> Self {
        let (name, rust) = (word(&model.name), Rust::new(&model.rust));
        let mut values = Vec::with_capacity(model.variants.len());
        for variant in &model.variants {
            if !variant.skipped() {
                values.push(variant);
            }
        }
        let (found_by, wide, places) = (Cell::new(""), Cell::new(false), Cell::new(0));
        Self { model, values, taken: model, sound: true, name, rust, found_by, wide, places }
    }

    /// The path of serde.
    fn serde(&self) -> Code {
        Code::of(&self.model.rust.serde)
    }

    /// The path of clap.
    fn clap(&self) -> Code {
        Code::of(&self.model.rust.clap)
    }

    fn has(&self, part: Part) -> bool {
        self.model.parts.contains(&part)
    }

    /// Whether texts are needed for one of these parts, or, if none is named, for any.
    fn reads_texts(&self, of: &[Part]) -> bool {
        // What has more than names goes through `Display` and `FromStr`.
        let elsewhere = self.model.serde_as == SerdeAs::Number || !show::plain(self);
        self.model.parts.iter().any(|part| {
            let text = !(elsewhere && matches!(part, Part::Serialize | Part::Deserialize));
            text && part.reads_texts() && (of.is_empty() || of.contains(part))
        })
    }

    /// Whether texts become values.
    fn parses(&self) -> bool {
        use Part::{ConstFromStr, Deserialize, Flags, FromStr, Scan, ValueEnum};
        self.reads_texts(&[ConstFromStr, Deserialize, Flags, FromStr, Scan, ValueEnum])
    }

    /// Whether an item of the enum may have this name; a variant of that name would hide it.
    fn free(&self, name: &Word) -> bool {
        self.taken.variants.iter().all(|variant| *name.as_str() != variant.name)
    }

    /// What stands before an item of the enum, and its name: as its author says, else as visible as
    /// the enum, documented by `docs`, under the name that it has in [`Part::ITEMS`].
    fn shown(&self, item: &str, docs: &str) -> (Code, Word) {
        self.shown_for(item, "", docs)
    }

    /// The same for an item that is made for each variant; `of` stands for `{}` in its name.
    fn shown_for(&self, item: &str, of: &str, docs: &str) -> (Code, Word) {
        let (shown, name) = self.shown_with(item, &self.rust.visibility, docs);
        if name == item && of.is_empty() {
            return (shown, word(name));
        }
        let name = name.replace("{}", of);
        // A pattern may leave a keyword; those that cannot be raw stand beside an error.
        let name = match &*name {
            "self" | "Self" | "super" | "crate" | "_" => format!("{name}_"),
            _ if is_identifier(&name) => name,
            _ => format!("r#{name}"),
        };
        (shown, word(&name))
    }

    /// The same for an item that has a visibility of its own where its author says nothing.
    fn shown_as(&self, item: &str, visibility: &Code, docs: &str) -> (Code, Word) {
        let (shown, name) = self.shown_with(item, visibility, docs);
        (shown, word(name))
    }

    fn shown_with<'b>(&'b self, item: &'b str, visibility: &Code, docs: &str) -> (Code, &'b str) {
        let setting = self.model.items.iter().find(|setting| setting.item == item);
        let name = setting.and_then(|setting| setting.name.as_deref()).unwrap_or(item);
        let docs = setting.and_then(|setting| setting.docs.as_deref()).unwrap_or(docs);
        let docs = Code::each(docs.lines(), |line| code!([line] #[doc = #line]));
        let visible = setting.and_then(|setting| setting.visibility.as_ref());
        let visibility = visible.cloned().map_or_else(|| visibility.clone(), Code::from);
        (code!([docs, visibility] #docs #visibility), name)
    }

    /// The parameters of an impl, and the type that it is for, with its bounds.
    fn header(&self) -> (&Code, Code) {
        let (rust, name) = (&self.rust, &self.name);
        let (parameters, bounds) = (&rust.type_generics, &rust.where_clause);
        (&rust.impl_generics, code!([name, parameters, bounds] #name #parameters #bounds))
    }

    /// The bounds of the enum, and more; each ends in a comma.
    fn bounds(&self, more: &Code) -> Code {
        let own = &self.rust.where_clause;
        match (own.is_empty(), more.is_empty()) {
            (_, true) => own.clone(),
            (true, false) => code!([more] where #more),
            (false, false) => code!([own, more] #own #more),
        }
    }

    /// Bounds of an item of the enum's own impl, beside those of the enum.
    fn more(&self, bounds: &Code) -> Code {
        if bounds.is_empty() { Code::new() } else { code!([bounds] where #bounds) }
    }

    /// An impl of a trait.
    fn implement(&self, of: &Code, body: &Code) -> Code {
        self.implement_where(of, &Code::new(), body)
    }

    /// An impl of a trait under more bounds than the enum has.
    fn implement_where(&self, of: &Code, more: &Code, body: &Code) -> Code {
        let (generics, item) = (&self.rust.impl_generics, self.item());
        let bounds = self.bounds(more);
        code! { [generics, of, item, bounds, body]
            #[automatically_derived]
            impl #generics #of for #item #bounds {
                #body
            }
        }
    }

    /// The enum as a type.
    fn item(&self) -> Code {
        let mut item = Code::new();
        item.extend(&self.name);
        item.extend(&self.rust.type_generics);
        item
    }

    /// The identifiers of the variants.
    fn variants(&self) -> Vec<Word> {
        let mut words = Vec::with_capacity(self.model.variants.len());
        for variant in &self.model.variants {
            words.push(word(&variant.name));
        }
        words
    }

    /// The body of a method of a value: what it is where there are values, else what compiles.
    fn body(&self, body: &Code) -> Code {
        match (self.sound, self.model.variants.is_empty()) {
            (false, _) => code!(::core::unreachable!()),
            (true, true) => code!(match *self {}),
            (true, false) => body.clone(),
        }
    }

    /// The body of a method that has an answer for some variants, and `None` for the others.
    fn choice(&self, answer: &dyn Fn(&Variant) -> Option<Code>) -> Code {
        let none = code!(::core::option::Option::None);
        let mut arms = Code::new();
        let mut all = true;
        for variant in &self.model.variants {
            let pattern = self.pattern(variant);
            match answer(variant) {
                Some(answer) => arms.extend(code!([pattern, answer] #pattern => #answer,)),
                None => all = false,
            }
        }
        if arms.is_empty() && !all {
            return none;
        }
        let others = if all { Code::new() } else { code!([none] _ => #none,) };
        self.body(&code!([arms, others] match *self { #arms #others }))
    }

    /// What a variant is matched by, whatever it holds.
    fn pattern(&self, variant: &Variant) -> Code {
        let (name, ident) = (&self.name, word(&variant.name));
        match variant.fields {
            VariantFields::Unit => {
                let mut path = Code::new();
                path.extend(name);
                path.push("::");
                path.extend(ident);
                path
            }
            _ => code!([name, ident] #name::#ident { .. }),
        }
    }

    /// The place of a value among all values, and of its name among the texts of the table; what is
    /// no value has its name behind the texts that are found.
    fn index(&self, value: &Code) -> Code {
        if dense::is(self) {
            return dense::place(value);
        }
        let mut place = 0;
        let mut behind = table::found(self);
        let mut arms = Code::new();
        for variant in &self.model.variants {
            let next = if variant.skipped() { &mut behind } else { &mut place };
            match variant.fields {
                VariantFields::Unit => {
                    let (name, ident) = (self.name.as_str(), &variant.name);
                    arms.push(&format!("{name}::{ident} => {next}usize,"));
                }
                _ => {
                    arms.extend(self.pattern(variant));
                    arms.push(&format!("=> {next}usize,"));
                }
            }
            *next += 1;
        }
        code!([value, arms] match #value { #arms })
    }
}
