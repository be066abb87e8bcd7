//! Which variant a value is: `is_…`.

use super::Target;
use super::code::{Code, code};
use crate::model::Part;
use crate::model::name::{Places, unraw};

pub(super) fn inherent(target: &Target<'_>) -> Code {
    if !target.has(Part::EnumIs) {
        return Code::new();
    }
    // Beside errors, only the names of the functions count, and they may come twice.
    let mut words = Places::new();
    Code::each(&target.taken.variants, |model| {
        if words.insert(model.word(), 0).is_some() {
            return Code::new();
        }
        let pattern = target.pattern(model);
        let plain = unraw(&model.name);
        let docs = format!(" Whether this is `{plain}`.");
        let (shown, function) = target.shown_for("is_{}", &model.word(), &docs);
        let body = if target.sound {
            code!([pattern] ::core::matches!(*self, #pattern))
        } else {
            code!(false)
        };
        code! { [shown, function, body]
            #[must_use]
            #[inline]
            #shown const fn #function(&self) -> ::core::primitive::bool {
                #body
            }
        }
    })
}

pub(super) fn impls(_: &Target<'_>) -> Code {
    Code::new()
}
