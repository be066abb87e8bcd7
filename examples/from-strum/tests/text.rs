//! `Display`, `AsRefStr`, `IntoStaticStr`, and the derives that came before them.

use std::fmt::Write;

use strum::{AsRefStr, Display, IntoStaticStr};

#[derive(AsRefStr, Clone, Copy, Display, IntoStaticStr)]
enum Plain {
    Red,
    #[strum(serialize = "b", serialize = "blue")]
    Blue,
    #[strum(serialize = "longest of all", to_string = "g")]
    Green,
    r#Type,
    #[strum(disabled)]
    Hidden,
}

#[test]
fn to_string_then_the_longest_serialize_then_the_name() {
    let all = [Plain::Red, Plain::Blue, Plain::Green, Plain::r#Type, Plain::Hidden];
    let texts = ["Red", "blue", "g", "Type", "Hidden"];
    for (value, text) in all.into_iter().zip(texts) {
        assert_eq!(value.to_string(), text);
        assert_eq!(value.as_ref(), text);
        assert_eq!(<&'static str>::from(value), text);
        assert_eq!(<&'static str>::from(&value), text);
    }
    assert_eq!(
        format!("[{:>6}|{:^6}|{:.1}]", Plain::Red, Plain::Blue, Plain::Red),
        "[   Red| blue |R]"
    );
}

/// A style, then `DarkBlack` in it; as strum has both names of some.
macro_rules! styles {
    ($($style:literal $text:literal,)*) => {$({
        #[derive(Display)]
        #[strum(serialize_all = $style)]
        enum Shade {
            DarkBlack,
        }
        assert_eq!(Shade::DarkBlack.to_string(), $text, $style);
    })*};
}

#[test]
fn styles() {
    styles! {
        "camelCase" "darkBlack",
        "PascalCase" "DarkBlack",
        "camel_case" "DarkBlack",
        "kebab-case" "dark-black",
        "kebab_case" "dark-black",
        "snake_case" "dark_black",
        "snek_case" "dark_black",
        "SCREAMING_SNAKE_CASE" "DARK_BLACK",
        "shouty_snake_case" "DARK_BLACK",
        "SCREAMING-KEBAB-CASE" "DARK-BLACK",
        "lowercase" "darkblack",
        "UPPERCASE" "DARKBLACK",
        "title_case" "Dark Black",
        "mixed_case" "darkBlack",
        "Train-Case" "Dark-Black",
    }
}

#[derive(AsRefStr, Display, IntoStaticStr)]
#[strum(serialize_all = "snake_case", prefix = "/", suffix = ".rs")]
enum Around {
    MainFile,
    #[strum(default)]
    Other(String),
    #[strum(default, to_string = "fixed")]
    Fixed(u8),
}

#[test]
fn prefix_suffix_and_default() {
    assert_eq!(Around::MainFile.to_string(), "/main_file.rs");
    assert_eq!(Around::Other("as it is".into()).to_string(), "as it is");
    assert_eq!(Around::Other("as it is".into()).as_ref(), "/other.rs");
    assert_eq!(Around::Fixed(1).to_string(), "/fixed.rs");
}

#[derive(Display)]
enum Shown {
    #[strum(to_string = "hue {1:>3}, {0}% {{of}} {1}")]
    Tuple(u8, u16, u8),
    #[strum(to_string = "{r#type}: {part:>width$.2}")]
    Named { r#type: char, part: f32, width: usize, unused: [u8; 2] },
    #[strum(to_string = "{kept} as it is }{")]
    Unit,
    #[strum(to_string = "{{")]
    Fields(u8),
}

/// No more memory than this, as where there is no allocator.
struct Line([u8; 32], usize);

impl Write for Line {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let end = self.1 + text.len();
        self.0.get_mut(self.1..end).ok_or(std::fmt::Error)?.copy_from_slice(text.as_bytes());
        self.1 = end;
        Ok(())
    }
}

#[test]
fn fields_are_shown() {
    assert_eq!(Shown::Tuple(7, 40, 0).to_string(), "hue  40, 7% {of} 40");
    let named = Shown::Named { r#type: 'x', part: 1.5, width: 6, unused: [0; 2] };
    assert_eq!(named.to_string(), "x:   1.50");
    assert_eq!(Shown::Unit.to_string(), "{kept} as it is }{");
    assert_eq!(Shown::Fields(1).to_string(), "{{");
    let mut line = Line([0; 32], 0);
    write!(line, "{}", Shown::Tuple(7, 40, 0)).unwrap();
    assert_eq!(&line.0[..line.1], b"hue  40, 7% {of} 40");
}

#[derive(AsRefStr, Clone, Copy, Display, IntoStaticStr)]
enum Inner {
    Deep,
}

#[derive(AsRefStr, Display, IntoStaticStr)]
enum Outer {
    #[strum(transparent)]
    Held(Inner),
    #[strum(transparent)]
    Named { text: &'static str },
    #[strum(transparent, disabled)]
    Off(Inner),
}

#[test]
fn transparent_variants_show_their_field() {
    for (value, text) in [
        (Outer::Held(Inner::Deep), "Deep"),
        (Outer::Named { text: "as given" }, "as given"),
        (Outer::Off(Inner::Deep), "Off"),
    ] {
        assert_eq!(value.to_string(), text);
        assert_eq!(value.as_ref(), text);
        assert_eq!(<&'static str>::from(&value), text);
    }
}

#[derive(IntoStaticStr)]
#[strum(const_into_str, serialize_all = "lowercase")]
enum Constant<'a, T: Copy, const N: usize>
where
    T: 'a,
{
    First(&'a [T; N]),
    #[strum(to_string = "2nd")]
    Second,
}

#[test]
fn texts_in_constants() {
    const FIRST: &str = Constant::First(&[1_u8]).into_str();
    const SECOND: &str = Constant::<u8, 0>::Second.into_str();
    assert_eq!([FIRST, SECOND], ["first", "2nd"]);
    assert_eq!(<&str>::from(Constant::<u8, 0>::Second), "2nd");
}

#[test]
#[allow(deprecated)]
fn older_derives() {
    use strum::AsStaticRef;

    #[derive(strum_macros::AsStaticStr, strum_macros::EnumVariantNames, strum_macros::ToString)]
    enum Old {
        #[strum(serialize = "one")]
        First,
        #[strum(default)]
        Other(String),
    }

    assert_eq!(Old::First.as_static(), "one");
    assert_eq!([Old::First.to_string(), Old::Other("x".into()).to_string()], ["one", "x"]);
    assert_eq!(<Old as strum::VariantNames>::VARIANTS, ["one", "Other"]);
}
