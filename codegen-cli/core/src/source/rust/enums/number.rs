//! The numbers of variants: discriminants, and the other numbers that `numbers` gives them.

use std::ops::RangeInclusive;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::super::expression;
use super::super::grammar::{Arguments, path};
use super::super::literal::{self, Literal};
use super::super::tokens::{span, stream, trees};
use super::attr::{Entry, Value};
use crate::diag::{Diagnostic, Diagnostics, Origin, code};
use crate::model::{NumberEnds, Variant, VariantNumbers};

/// What the integer of a `#[repr(..)]` holds everywhere; `isize` has half of its bits somewhere.
pub(super) fn values(repr: Option<&str>) -> RangeInclusive<i128> {
    match repr {
        Some("u8") => 0..=u8::MAX.into(),
        Some("u16") => 0..=u16::MAX.into(),
        Some("u32" | "usize") => 0..=u32::MAX.into(),
        Some("u64") => 0..=u64::MAX.into(),
        Some("u128") => 0..=i128::MAX,
        Some("i8") => i8::MIN.into()..=i8::MAX.into(),
        Some("i16") => i16::MIN.into()..=i16::MAX.into(),
        Some("i64") => i64::MIN.into()..=i64::MAX.into(),
        Some("i128") => i128::MIN..=i128::MAX,
        _ => i32::MIN.into()..=i32::MAX.into(),
    }
}

/// What `numbers = [1, 4..=7, LIMIT]` lists.
pub(super) fn ranges(key: &Entry, mistakes: &mut Diagnostics) -> Vec<VariantNumbers> {
    let entries = match &key.value {
        Value::Array(entries) if !entries.is_empty() => entries,
        _ => {
            key.wrong("a list of numbers", "write `numbers = [1, 4..=7]`", mistakes);
            return Vec::new();
        }
    };
    let mut ranges = Vec::new();
    for entry in entries {
        match range(entry) {
            Ok(range) => ranges.push(range),
            Err(message) => {
                let origin = Origin::Span(span(entry));
                mistakes.push(
                    Diagnostic::new(code::INVALID_VALUE, origin, message)
                        .help("write numbers, constants and ranges: `numbers = [1, 4..=7, MAX]`"),
                );
            }
        }
    }
    ranges
}

/// A number, a constant or a range of them.
fn range(entry: &[TokenTree]) -> Result<VariantNumbers, String> {
    // The dots, and what is behind them.
    let (mut low, mut high, mut dots, mut inclusive) = (entry.len(), entry.len(), 0, false);
    for (at, tree) in entry.iter().enumerate() {
        match tree {
            TokenTree::Punct(punct) if punct.as_char() == '.' && dots < 2 => {
                if dots == 0 {
                    low = at;
                } else if low + 1 != at {
                    return Err(format!("`{}` is neither a number nor a range", compact(entry)));
                }
                dots += 1;
                high = at + 1;
            }
            TokenTree::Punct(punct) if punct.as_char() == '=' && dots == 2 && high == at => {
                inclusive = true;
                high = at + 1;
            }
            _ => {}
        }
    }
    let ((low, first), (high, end)) = (side(&entry[..low])?, side(&entry[high..])?);
    let last = if inclusive { end } else { end.and_then(|end| end.checked_sub(1)) };
    let (ends, bounds) = match (dots, low, high) {
        (0, Some(number), None) => (NumberEnds::One(number), first.map(|first| first..=first)),
        (2, low, None) if !inclusive => {
            let first = if low.is_none() { Some(i128::MIN) } else { first };
            (NumberEnds::Open(low), first.map(|first| first..=i128::MAX))
        }
        (2, low, Some(high)) => {
            let first = if low.is_none() { Some(i128::MIN) } else { first };
            let bounds = first.zip(last).map(|(first, last)| first..=last);
            (NumberEnds::Range { low, high, inclusive }, bounds)
        }
        _ => return Err(format!("`{}` is neither a number nor a range", compact(entry))),
    };
    if bounds.as_ref().is_some_and(RangeInclusive::is_empty) {
        return Err(format!("the range `{}` is empty", compact(entry)));
    }
    Ok(VariantNumbers { ends, bounds, text: compact(entry), origin: Origin::Span(span(entry)) })
}

/// One end of a range, and its value where it is known; both are nothing where it is open.
fn side(tokens: &[TokenTree]) -> Result<(Option<TokenStream>, Option<i128>), String> {
    if tokens.is_empty() {
        return Ok((None, None));
    }
    let value = expression::integer(tokens, &(i128::MIN..=i128::MAX));
    if value.is_none() && !literal_or_path(tokens) {
        return Err(format!("`{}` is neither a number nor a constant", compact(tokens)));
    }
    Ok((Some(stream(tokens.to_vec())), value))
}

fn literal_or_path(tokens: &[TokenTree]) -> bool {
    match tokens {
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::None => {
            literal_or_path(&trees(group.stream()))
        }
        [one] if matches!(literal::of(one), Some(Literal::Integer { .. })) => true,
        _ => path(tokens, Arguments::Expression) == tokens.len(),
    }
}

fn compact(tokens: &[TokenTree]) -> String {
    stream(tokens.to_vec()).to_string().replace(' ', "")
}

/// Who has some numbers.
struct Claim<'a> {
    bounds: RangeInclusive<i128>,
    origin: &'a Origin,
    owner: &'a str,
    text: String,
    discriminant: bool,
}

/// Reports numbers that two variants have, or one twice. That two discriminants are one, rustc says.
pub(super) fn collisions(variants: &[Variant], mistakes: &mut Diagnostics) {
    if variants.iter().all(|variant| variant.numbers.is_empty()) {
        return;
    }
    let mut claims = Vec::new();
    for variant in variants {
        claim(variant, &mut claims);
    }
    claims.sort_by_key(|claim| *claim.bounds.start());
    let mut claims = claims.iter();
    let Some(mut widest) = claims.next() else { return };
    for claim in claims {
        let number = claim.bounds.start();
        let (first, second) = if claim.discriminant { (claim, widest) } else { (widest, claim) };
        if widest.bounds.contains(number) && !second.discriminant {
            let (owner, other) = (first.owner, second.owner);
            let message = match owner == other {
                true => format!("`{owner}` has the number {number} twice"),
                false => format!("the number {number} stands for both `{owner}` and `{other}`"),
            };
            mistakes.push(
                Diagnostic::new(code::NUMBER_COLLISION, second.origin.clone(), message)
                    .label(first.origin.clone(), format!("`{}` is `{owner}` first", first.text))
                    .help("remove it from one of them"),
            );
        }
        if claim.bounds.end() > widest.bounds.end() {
            widest = claim;
        }
    }
    rests(variants, mistakes);
}

/// Adds the numbers of a variant that are known, but not `..`, which gives way to all others.
fn claim<'a>(variant: &'a Variant, claims: &mut Vec<Claim<'a>>) {
    let owner = &*variant.name;
    if let Some(number) = variant.number {
        let (bounds, text) = (number..=number, number.to_string());
        claims.push(Claim { bounds, origin: &variant.origin, owner, text, discriminant: true });
    }
    for range in &variant.numbers {
        let (Some(bounds), false) = (range.bounds.clone(), range.is_rest()) else { continue };
        let (origin, text) = (&range.origin, range.text.clone());
        claims.push(Claim { bounds, origin, owner, text, discriminant: false });
    }
}

/// Reports a second `..`.
fn rests(variants: &[Variant], mistakes: &mut Diagnostics) {
    let mut first: Option<(&Origin, &str)> = None;
    for variant in variants {
        for range in &variant.numbers {
            let (true, second, other) = (range.is_rest(), &range.origin, &*variant.name) else {
                continue;
            };
            let Some((origin, owner)) = first else {
                first = Some((second, other));
                continue;
            };
            let message = format!("all other numbers stand for both `{owner}` and `{other}`");
            mistakes.push(
                Diagnostic::new(code::NUMBER_COLLISION, second.clone(), message)
                    .label(origin.clone(), format!("they are `{owner}` first"))
                    .help("remove one `..`"),
            );
        }
    }
}
