//! The numbers of variants: discriminants, and the other numbers that `numbers` gives them.

use std::ops::RangeInclusive;

use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::{BinOp, Expr, ExprLit, Lit, UnOp};

use super::attr::{self, Item, Value};
use crate::diag::{Diagnostic, Diagnostics, Origin, code};
use crate::model::{NumberEnds, Variant, VariantNumbers};

/// The value of an expression of integer literals, as Rust computes it in an integer that holds
/// these values; nothing where a constant or the rest of the type decides. An overflow is an error
/// of the compiler's, but for shifts, which lose bits and say nothing.
///
/// What is above `i128::MAX` is left to the compiler, too.
pub(super) fn integer(expr: &Expr, holds: &RangeInclusive<i128>) -> Option<i128> {
    let integer = |expr| integer(expr, holds);
    match expr {
        Expr::Lit(ExprLit { lit: Lit::Int(int), .. }) => int.base10_digits().parse().ok(),
        Expr::Lit(ExprLit { lit: Lit::Byte(byte), .. }) => Some(byte.value().into()),
        Expr::Group(group) => integer(&group.expr),
        Expr::Paren(paren) => integer(&paren.expr),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => {
            match attr::ungrouped(&unary.expr) {
                Expr::Lit(ExprLit { lit: Lit::Int(int), .. }) => {
                    format!("-{}", int.base10_digits()).parse().ok()
                }
                inner => integer(inner)?.checked_neg(),
            }
        }
        Expr::Binary(binary) => {
            let (left, right) = (integer(&binary.left)?, integer(&binary.right)?);
            match binary.op {
                BinOp::Add(_) => left.checked_add(right),
                BinOp::Sub(_) => left.checked_sub(right),
                BinOp::Mul(_) => left.checked_mul(right),
                BinOp::BitOr(_) => Some(left | right),
                BinOp::BitAnd(_) => Some(left & right),
                BinOp::BitXor(_) => Some(left ^ right),
                BinOp::Shl(_) => {
                    let by = u32::try_from(right).ok()?;
                    let shifted = left.checked_mul(2_i128.checked_pow(by)?);
                    // By all bits or more it is an error, and the value is for our own.
                    shifted.filter(|shifted| by >= bits(holds) || holds.contains(shifted))
                }
                BinOp::Shr(_) => left.checked_shr(u32::try_from(right).ok()?),
                _ => None,
            }
        }
        _ => None,
    }
}

/// How wide the integer is that holds these values.
fn bits(holds: &RangeInclusive<i128>) -> u32 {
    i128::BITS - holds.end().leading_zeros() + u32::from(*holds.start() < 0)
}

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
pub(super) fn ranges(key: &Item, mistakes: &mut Diagnostics) -> Vec<VariantNumbers> {
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
                let origin = Origin::Span(entry.span());
                mistakes.push(
                    Diagnostic::new(code::INVALID_VALUE, origin, message)
                        .help("write numbers, constants and ranges: `numbers = [1, 4..=7, MAX]`"),
                );
            }
        }
    }
    ranges
}

/// A number, a constant or a range of them. The `..` is found here, as only the whole of `syn`
/// reads it.
fn range(entry: &TokenStream) -> Result<VariantNumbers, String> {
    let mut sides = [TokenStream::new(), TokenStream::new()];
    let (mut dots, mut inclusive) = (0, false);
    for tree in entry.clone() {
        match &tree {
            TokenTree::Punct(punct) if punct.as_char() == '.' && dots < 2 => dots += 1,
            TokenTree::Punct(punct)
                if punct.as_char() == '=' && dots == 2 && !inclusive && sides[1].is_empty() =>
            {
                inclusive = true;
            }
            _ => sides[usize::from(dots > 0)].extend([tree]),
        }
    }
    let [low, high] = sides;
    let ((low, first), (high, end)) = (side(low)?, side(high)?);
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
    Ok(VariantNumbers { ends, bounds, text: compact(entry), origin: Origin::Span(entry.span()) })
}

/// One end of a range, and its value where it is known; both are nothing where it is open.
fn side(tokens: TokenStream) -> Result<(Option<TokenStream>, Option<i128>), String> {
    if tokens.is_empty() {
        return Ok((None, None));
    }
    let text = compact(&tokens);
    match syn::parse2::<Expr>(tokens.clone()) {
        Ok(expr) => {
            let value = integer(&expr, &(i128::MIN..=i128::MAX));
            match value.is_some() || literal_or_path(&expr) {
                true => Ok((Some(tokens), value)),
                false => Err(format!("`{text}` is neither a number nor a constant")),
            }
        }
        Err(_) => Err(format!("`{text}` is neither a number nor a constant")),
    }
}

fn literal_or_path(expr: &Expr) -> bool {
    matches!(attr::ungrouped(expr), Expr::Path(_) | Expr::Lit(ExprLit { lit: Lit::Int(_), .. }))
}

fn compact(tokens: &TokenStream) -> String {
    tokens.to_string().replace(' ', "")
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
