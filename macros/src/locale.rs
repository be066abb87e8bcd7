//! Values in the language of the reader.

use core::fmt;

/// A language, and the texts that a program has in it.
///
/// A `str` is a locale that has no texts of its own, so that `locale(..)` of the variants counts; a
/// slice of keys and texts is one without a tag.
///
/// ```
/// use typewright::{Localize, Locale};
///
/// #[derive(Localize)]
/// enum Colour {
///     #[stringer(locale(de = "Rot", fr = "Rouge"))]
///     Red,
///     Green,
/// }
///
/// struct German;
/// impl Locale for German {
///     fn tag(&self) -> &str {
///         "de-AT"
///     }
///     fn text(&self, key: &str) -> Option<&str> {
///         (key == "colour.green").then_some("Grün")
///     }
/// }
///
/// assert_eq!(Colour::Red.localized(&German).to_string(), "Rot");
/// assert_eq!(Colour::Green.localized(&German).to_string(), "Grün");
/// assert_eq!(Colour::Green.localized("fr").to_string(), "Green");
/// ```
pub trait Locale {
    /// The tag of the language, such as `de-AT`; empty where it has none. Source: BCP 47.
    fn tag(&self) -> &str {
        ""
    }

    /// The text for a key, if there is one.
    fn text(&self, key: &str) -> Option<&str> {
        let _ = key;
        None
    }

    /// Writes the text for a key, if there is one: for locales that make their texts. Others need
    /// only [`Locale::text`].
    ///
    /// # Errors
    /// The formatter's.
    fn show(&self, key: &str, f: &mut fmt::Formatter<'_>) -> Option<fmt::Result> {
        self.text(key).map(|text| f.pad(text))
    }
}

impl Locale for str {
    fn tag(&self) -> &str {
        self
    }
}

impl<K: AsRef<str>, T: AsRef<str>> Locale for [(K, T)] {
    fn text(&self, key: &str) -> Option<&str> {
        self.iter().find(|(known, _)| known.as_ref() == key).map(|(_, text)| text.as_ref())
    }
}

impl<L: Locale + ?Sized> Locale for &L {
    fn tag(&self) -> &str {
        (**self).tag()
    }

    fn text(&self, key: &str) -> Option<&str> {
        (**self).text(key)
    }

    fn show(&self, key: &str, f: &mut fmt::Formatter<'_>) -> Option<fmt::Result> {
        (**self).show(key, f)
    }
}

/// An enum whose values are shown in the language of the reader. Derived by
/// [`Localize`](macro@crate::Localize), never written by hand.
pub trait Localize {
    /// The key of this value in tables of texts: `type.variant` where nothing else is said.
    fn key(&self) -> &'static str;

    /// The text of this value where a locale has none.
    fn text(&self) -> &'static str;

    /// The texts of this value that its variant states, by the tags of their languages.
    fn texts(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }

    /// This value in the language of a locale: the locale's text for the key, else the variant's
    /// for the tag or the nearest wider one (`de` for `de-AT`), else [`Localize::text`].
    fn localized<'a, L: Locale + ?Sized>(&self, locale: &'a L) -> Localized<'a, L> {
        let text = look_up(self.texts(), locale.tag()).unwrap_or(self.text());
        Localized { locale, key: self.key(), text }
    }
}

/// The text of the language that is wanted, or of the nearest wider one: the last part is left off
/// until there is a text. Source: RFC 4647, 3.4; variables such as `de_AT.UTF-8` are read as well.
fn look_up(texts: &'static [(&'static str, &'static str)], wanted: &str) -> Option<&'static str> {
    let mut wanted = wanted.split(['.', '@']).next()?;
    loop {
        for (tag, text) in texts {
            if same_tag(tag, wanted) {
                return Some(text);
            }
        }
        (wanted, _) = wanted.rsplit_once(['-', '_'])?;
    }
}

fn same_tag(one: &str, two: &str) -> bool {
    let fold = |byte: u8| if byte == b'_' { b'-' } else { byte.to_ascii_lowercase() };
    let (one, two) = (one.as_bytes(), two.as_bytes());
    for (at, byte) in one.iter().enumerate() {
        if two.get(at).is_none_or(|other| fold(*byte) != fold(*other)) {
            return false;
        }
    }
    one.len() == two.len()
}

/// A value in the language of a locale, see [`Localize::localized`]. Width, fill and alignment are
/// honoured.
pub struct Localized<'a, L: ?Sized> {
    locale: &'a L,
    key: &'static str,
    text: &'static str,
}

impl<L: ?Sized> Clone for Localized<'_, L> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<L: ?Sized> Copy for Localized<'_, L> {}

impl<L: Locale + ?Sized> fmt::Display for Localized<'_, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.locale.show(self.key, f).unwrap_or_else(|| f.pad(self.text))
    }
}

impl<L: Locale + ?Sized> fmt::Debug for Localized<'_, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
