//! Mistakes of an enum that a macro writes stand where the macro's user wrote them.

use typewright::Stringer;

macro_rules! shades {
    ($name:ident: $($variant:ident = $text:literal),*) => {
        #[derive(Stringer)]
        enum $name {
            $(#[stringer(rename = $text)] $variant),*
        }
    };
}

shades!(Shade: Light = "pale", Dark = "pale", Deep = 7);

fn main() {}
