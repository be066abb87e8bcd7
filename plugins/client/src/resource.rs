//! Names of resources ([AIP-122](https://google.aip.dev/122)), typed.

use crate::{Code, Error};

/// Types of resource names: what each is called, its pattern and its variables.
#[doc(hidden)]
#[macro_export]
macro_rules! resource_names {
    ($($name:ident = $pattern:literal { $($part:ident),+ };)*) => {
        $(
            #[doc = concat!("A name of the form `", $pattern, "`.")]
            #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name {
                $(
                    #[doc = concat!("The part `", stringify!($part), "`.")]
                    pub $part: String,
                )+
            }

            impl ::std::fmt::Display for $name {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.write_str(&$crate::generated::written($pattern, &[$(&self.$part),+]))
                }
            }

            impl ::std::str::FromStr for $name {
                type Err = $crate::Error;

                fn from_str(name: &str) -> Result<Self, $crate::Error> {
                    let mut parts = $crate::generated::read($pattern, name)?.into_iter();
                    Ok(Self { $($part: parts.next().unwrap_or_default()),+ })
                }
            }

            impl From<$name> for String {
                fn from(name: $name) -> String {
                    name.to_string()
                }
            }

            impl From<&$name> for String {
                fn from(name: &$name) -> String {
                    name.to_string()
                }
            }
        )*
    };
}

/// A piece of a pattern.
#[derive(Debug)]
enum Piece<'p> {
    Fixed(&'p str),
    /// A variable, and whether it may hold slashes (`{name=**}`).
    Part(bool),
}

fn pieces(pattern: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = pattern;
    while let Some((fixed, behind)) = rest.split_once('{') {
        if !fixed.is_empty() {
            pieces.push(Piece::Fixed(fixed));
        }
        let (variable, behind) = behind.split_once('}').unwrap_or((behind, ""));
        pieces.push(Piece::Part(variable.ends_with("=**")));
        rest = behind;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Fixed(rest));
    }
    pieces
}

/// The name that these parts make.
pub fn written(pattern: &str, parts: &[&String]) -> String {
    let mut parts = parts.iter();
    let text = |piece| match piece {
        Piece::Fixed(text) => text,
        Piece::Part(_) => parts.next().map_or("", |part| part.as_str()),
    };
    pieces(pattern).into_iter().map(text).collect()
}

/// The parts of a name.
///
/// # Errors
/// A name of another form.
pub fn read(pattern: &str, name: &str) -> Result<Vec<String>, Error> {
    let wrong = || {
        let message = format!("`{name}` is not of the form `{pattern}`");
        Error::new(Code::InvalidArgument, message)
    };
    let mut parts = Vec::new();
    let mut rest = name;
    let mut pieces = pieces(pattern).into_iter().peekable();
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Fixed(text) => rest = rest.strip_prefix(text).ok_or_else(wrong)?,
            Piece::Part(slashes) => {
                let end = match pieces.peek() {
                    Some(Piece::Fixed(next)) if slashes => rest.rfind(next),
                    Some(Piece::Fixed(next)) => rest.find(next),
                    _ => Some(rest.len()),
                };
                let (part, behind) = rest.split_at(end.ok_or_else(wrong)?);
                if part.is_empty() || part.contains('/') && !slashes {
                    return Err(wrong());
                }
                parts.push(part.to_owned());
                rest = behind;
            }
        }
    }
    if rest.is_empty() { Ok(parts) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn names_are_read_by_their_pattern() {
        let parts = |pattern, name| read(pattern, name).ok();
        let topic = "projects/{project}/topics/{topic}";
        assert_eq!(parts(topic, "projects/p/topics/t").unwrap(), ["p", "t"]);
        for wrong in ["", "projects/p", "projects//topics/t", "projects/p/topics/t/u", "topics/t"] {
            assert!(parts(topic, wrong).is_none(), "{wrong}");
        }
        assert_eq!(parts("users/{user}~{device}", "users/u~d").unwrap(), ["u", "d"]);
        assert_eq!(parts("a/{rest=**}/z", "a/b/c/z").unwrap(), ["b/c"]);
        assert_eq!(parts("shelves/{shelf}/settings", "shelves/s/settings").unwrap(), ["s"]);
        let error = read(topic, "x").unwrap_err();
        assert_eq!(error.message(), format!("`x` is not of the form `{topic}`"));
    }
}
