//! What an enum must be so that its variants are flags.

use crate::diag::{Diagnostic, Diagnostics, Origin, code};
use crate::model::name::unraw;
use crate::model::{Enum, Variant};

/// Reports what is no flag, and texts that a set of flags could not be parsed back from.
pub(super) fn check(model: &Enum, mistakes: &mut Diagnostics) {
    if let Some(repr) = model.repr.as_deref().filter(|repr| repr.starts_with('i')) {
        let message = format!("flags are bits, and `{repr}` has a sign");
        let help = format!("write `#[repr(u{})]`", &repr[1..]);
        mistake(model.origin.clone(), message, help, mistakes);
    }
    let stated = model.variants.iter().any(|variant| variant.discriminant.is_some());
    let width = width(model);
    if !stated && model.variants.len() > width {
        let message = format!("{} flags need more than {width} bits", model.variants.len());
        let help = "give the enum a wider `#[repr(..)]`".to_owned();
        mistake(model.origin.clone(), message, help, mistakes);
    }
    let mut taken = 0_i128;
    for variant in &model.variants {
        if stated {
            number(variant, width, taken, mistakes);
            taken |= variant.number.filter(|_| variant.discriminant.is_some()).unwrap_or(0);
        }
        for text in variant.aliases.iter().chain([&variant.text]) {
            if text.contains('|') || text.trim() != text || text.is_empty() {
                let message = format!("`{text}` cannot be told apart in a set such as `A|B`");
                let help = "take `|` and the spaces around out of it".to_owned();
                mistake(variant.origin.clone(), message, help, mistakes);
            } else if text.starts_with(|first: char| first.is_ascii_digit()) {
                let message =
                    format!("`{text}` would be read as a number of a set such as `A|0x40`");
                let help = "begin it with a letter".to_owned();
                mistake(variant.origin.clone(), message, help, mistakes);
            }
        }
    }
}

/// How many bits the integer of the enum has.
fn width(model: &Enum) -> usize {
    match model.repr.as_deref().and_then(|repr| repr[1..].parse().ok()) {
        Some(width) => width,
        None if model.repr.is_some() => 64,
        None if model.variants.len() <= 32 => 32,
        None if model.variants.len() <= 64 => 64,
        None => 128,
    }
}

/// Reports a variant that states no number among others that do, and one that has no bits.
fn number(variant: &Variant, width: usize, taken: i128, mistakes: &mut Diagnostics) {
    let name = unraw(&variant.name);
    let origin = variant.origin.clone();
    if variant.discriminant.is_none() {
        let message =
            format!("`{name}` has no number, and as a flag it would share bits with others");
        let free = (0..width.min(127)).map(|bit| 1_i128 << bit).find(|bit| taken & bit == 0);
        let help = format!("write `{name} = {:#x}`, or leave all numbers away", free.unwrap_or(0));
        mistake(origin, message, help, mistakes);
    } else if let Some(number) = variant.number
        && (number < 0 || width < 128 && number >> width != 0)
    {
        let message =
            format!("the flag `{name}` is {number}, which does not fit into {width} bits");
        let help = "give it a number of its own bits, or the enum a wider `#[repr(..)]`".to_owned();
        mistake(origin, message, help, mistakes);
    }
}

fn mistake(origin: Origin, message: String, help: String, mistakes: &mut Diagnostics) {
    mistakes.push(Diagnostic::new(code::INVALID_VALUE, origin, message).help(help));
}
