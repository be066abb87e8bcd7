//! The packed table of an enum's texts.

use proc_macro2::Literal;

use super::code::{Code, Word, code, word};
use super::hash::Hash;
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
    target.whole.set(table.whole);
    target.wide.set(table.wide);
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
    code!([table, find] #table.#find(__text))
}

/// The function of the runtime that finds and compares texts as this enum wants it.
pub(super) fn finder(target: &Target<'_>, name: &str) -> Word {
    let whole = if target.whole.get() { "_whole" } else { "" };
    let folded = if target.model.ignore_case { "_folded" } else { "" };
    word(&format!("{name}{whole}{folded}"))
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
    /// Whether all of a text is hashed.
    whole: bool,
    /// Whether its places have upper halves.
    wide: bool,
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
    let private = {
        let runtime = &target.rust.runtime;
        code!([runtime] #runtime::private)
    };
    let type_name = unraw(&target.model.name);
    let Texts { found: mut texts, count, owners, printed } = texts;
    let found = texts.len();
    texts.extend(printed);
    let mut text = texts.concat();
    let folded = Literal::usize_unsuffixed(text.len());
    let (places, wide) = places(&texts);
    texts.truncate(found);
    let (count, found) = (Literal::usize_unsuffixed(count), Literal::usize_unsuffixed(found));
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
    let (hash, mut data) = self::hash(&private, &hash);
    let starts = Literal::usize_unsuffixed(data.len() / 2);
    let owners_at = Literal::usize_unsuffixed(data.len() / 2 + places.len());
    push(&mut data, &places);
    push(&mut data, &owners);
    let data = Literal::byte_string(&data);
    let (seed_literal, upper) = (Literal::u64_unsuffixed(seed), Literal::usize_unsuffixed(wide));
    let code = code!([
        private, type_name, text, data, count, found, starts, upper, owners_at, folded,
        seed_literal, hash
    ] #private::Table {
        type_name: #type_name,
        text: #text,
        data: #data,
        count: #count,
        found: #found,
        starts: #starts,
        wide: #upper,
        owners: #owners_at,
        folded: #folded,
        seed: #seed_literal,
        hash: #hash,
    });
    Packed { code, whole: seed != 0, wide: wide > 0 }
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

/// A hash as the runtime has it, and the data that it needs.
pub(super) fn hash(private: &Code, hash: &Hash) -> (Code, Vec<u8>) {
    let multiplier = Literal::u64_unsuffixed(hash.multiplier);
    let shift = Literal::u32_unsuffixed(hash.shift);
    let slots = Literal::usize_unsuffixed(hash.displacements.len() / 2);
    let mask = Literal::usize_unsuffixed(hash.slots.len().saturating_sub(1));
    let mut data = hash.displacements.clone();
    push(&mut data, &hash.slots);
    let hash = code!([private, multiplier, shift, slots, mask] #private::Hash {
        multiplier: #multiplier,
        shift: #shift,
        slots: #slots,
        mask: #mask,
    });
    (hash, data)
}

fn push(data: &mut Vec<u8>, places: &[u16]) {
    for place in places {
        data.extend_from_slice(&place.to_le_bytes());
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
