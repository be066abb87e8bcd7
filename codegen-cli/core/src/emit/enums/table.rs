//! The packed table of an enum's texts.

use proc_macro2::Literal;

use super::code::{Code, Word, code, word};
use super::hash::{Hash, push};
use super::{Target, fast};
use crate::model::name::unraw;
use crate::model::{Enum, Variant, VariantForm};

/// What declares the tables that [`find`] reads.
pub(super) fn declaration(target: &Target<'_>) -> Code {
    if !target.reads_texts(&[]) {
        return Code::new();
    }
    let runtime = &target.rust.runtime;
    let table = table(target, target.model, target.sound && target.parses());
    target.found_by.set(table.found_by);
    target.wide.set(table.wide);
    target.places.set(table.places);
    let table = table.code;
    let fast = fast::declaration(target);
    let folded = mixes(target).then(|| {
        let folded = folded(target);
        code!([runtime, folded] static __FOLDED: #runtime::private::Table = #folded;)
    });
    code! { [runtime, table, fast, folded]
        static __TABLE: #runtime::private::Table = #table; #fast #folded
    }
}

/// Whether case counts for some variants and not for others.
pub(super) fn mixes(target: &Target<'_>) -> bool {
    target.sound && target.parses() && target.values.iter().any(|variant| variant.ignore_case)
}

/// The place of the value that `__text` names, if there is one.
pub(super) fn find(target: &Target<'_>) -> Code {
    let (runtime, table) = (&target.rust.runtime, access());
    if mixes(target) {
        return code!([runtime, table] #runtime::private::find_mixed(&#table, &__FOLDED, __text));
    }
    if fast::finds(target) {
        let fold = target.model.ignore_case;
        return code!([fold, table] __FAST.find::<#fold>(&#table, __text));
    }
    let find = finder(target, "find");
    let found = code!([table, find] #table.#find(__text));
    if !has_aliases(target) {
        return found;
    }
    code! { [found, table]
        match #found {
            ::core::option::Option::Some(__at) => ::core::option::Option::Some(#table.owner(__at)),
            ::core::option::Option::None => ::core::option::Option::None,
        }
    }
}

/// Whether a text may be an alias, which has the place of its value only in the table.
pub(super) fn has_aliases(target: &Target<'_>) -> bool {
    target.values.iter().any(|variant| !variant.aliases.is_empty())
}

/// The function of the runtime that finds and compares texts as this enum wants it.
pub(super) fn finder(target: &Target<'_>, name: &str) -> Word {
    let found_by = target.found_by.get();
    let folded = if target.model.ignore_case { "_folded" } else { "" };
    word(&format!("{name}{found_by}{folded}"))
}

/// The function of the runtime that gives a text of this enum.
pub(super) fn printer(target: &Target<'_>, name: &str) -> Word {
    let wide = if target.wide.get() { "_wide" } else { "" };
    word(&format!("{name}{wide}"))
}

/// How many of the texts are found: names of values, and aliases.
pub(super) fn found(target: &Target<'_>) -> usize {
    let aliases = usize::from(target.sound && target.parses());
    let mut found = 0;
    for variant in &target.values {
        found += 1 + aliases * variant.aliases.len();
    }
    found
}

/// The table, for the impls.
pub(super) fn access() -> Code {
    code!(__TABLE)
}

/// The longest text of which its two ends are all.
const ENDS: usize = 16;

/// The texts of a table.
struct Texts {
    /// Names of values, in the order of their places, then aliases.
    found: Vec<String>,
    /// How many of these are names.
    count: usize,
    /// The place of the value of each alias.
    owners: Vec<u16>,
    /// Names that are printed and nothing else.
    printed: Vec<String>,
}

/// A table that is written.
struct Packed {
    code: Code,
    /// What is added to the name of the function that finds its texts.
    found_by: &'static str,
    /// Whether its places have upper halves.
    wide: bool,
    /// Where in its data they are.
    places: usize,
}

/// The table of an enum.
fn table(target: &Target<'_>, model: &Enum, find: bool) -> Packed {
    let (mut found, mut aliases, mut printed) = (Vec::new(), Vec::new(), Vec::new());
    let mut owners = Vec::new();
    for variant in &model.variants {
        if variant.skipped() {
            printed.push(variant.text.clone());
            continue;
        }
        if find {
            aliases.extend_from_slice(&variant.aliases);
            owners.resize(aliases.len(), found.len() as u16);
        }
        found.push(variant.text.clone());
    }
    let count = found.len();
    found.append(&mut aliases);
    pack(target, Texts { found, count, owners, printed }, find, model.ignore_case)
}

/// The table of the texts that are found whatever their case, where others are not: aliases all.
fn folded(target: &Target<'_>) -> Code {
    let (mut found, mut owners) = (Vec::new(), Vec::new());
    for (at, variant) in target.values.iter().enumerate() {
        if variant.ignore_case {
            found.extend_from_slice(&variant.aliases);
            found.push(variant.text.clone());
            owners.resize(found.len(), at as u16);
        }
    }
    pack(target, Texts { found, count: 0, owners, printed: Vec::new() }, true, true).code
}

fn pack(target: &Target<'_>, texts: Texts, find: bool, ignore_case: bool) -> Packed {
    let runtime = &target.rust.runtime;
    let type_name = unraw(&target.model.name);
    let Texts { found: mut texts, count, owners, printed } = texts;
    let found = texts.len();
    texts.extend(printed);
    let mut text = texts.concat();
    let folded = text.len();
    let (places, wide) = places(&texts);
    texts.truncate(found);
    if find && ignore_case {
        for one in &mut texts {
            one.make_ascii_lowercase();
            text.push_str(one);
        }
    }
    // So that eight bytes can be read wherever a text begins.
    text.push_str("        ");
    let (hash, seed) = match find && !texts.is_empty() {
        true => Hash::of_texts(&texts, ignore_case, wide > 0),
        false => (Hash::NONE, 0),
    };
    let (head, mut data) = hash.table(&places, [wide, count, found, folded, seed as usize]);
    push(&mut data, &owners);
    let data = Literal::byte_string(&data);
    let code = code!([runtime, type_name, text, data, head] #runtime::private::Table {
        type_name: #type_name,
        text: #text,
        data: #data,
        head: *#head,
    });
    let found_by = match texts.iter().any(|text| text.len() > ENDS) {
        _ if seed != 0 => "_whole",
        true => "_long",
        false => "",
    };
    Packed { code, found_by, wide: wide > 0, places: hash.end() }
}

/// The table that errors list: what is read, as its author wrote it.
pub(super) fn listed(target: &Target<'_>) -> Code {
    let mut known = Enum { ignore_case: false, ..target.model.clone() };
    known.variants.retain_mut(|variant| {
        let text = listed_text(variant);
        let listed = text.is_some() && !variant.skipped();
        variant.text = text.unwrap_or_default();
        listed
    });
    table(target, &known, true).code
}

/// What is read of a variant, as its author wrote it.
pub(super) fn listed_text(variant: &Variant) -> Option<String> {
    match &variant.form {
        VariantForm::Format(text) if !text.holes.is_empty() && !variant.written_only => {
            Some(text.source.clone())
        }
        _ => Some(variant.text.clone()).filter(|_| variant.named()),
    }
}

/// Where each text begins in all of them, and where the last one ends; where that is beyond 16 bits,
/// the upper halves behind, and how far behind.
fn places(texts: &[String]) -> (Vec<u16>, usize) {
    let (mut places, mut upper) = (vec![0], vec![0]);
    let mut end = 0;
    for text in texts {
        end += text.len();
        places.push(end as u16);
        upper.push((end >> 16) as u16);
    }
    if u16::try_from(end).is_ok() {
        return (places, 0);
    }
    places.append(&mut upper);
    (places, texts.len() + 1)
}
