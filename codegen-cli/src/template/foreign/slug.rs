//! `slugify`: a text as it may stand in an address.

#![allow(clippy::needless_pass_by_value, reason = "minijinja hands filters what they take")]

use minijinja::Error;
use minijinja::value::Kwargs;

use super::python::regex;

/// `slugify(text, separator="-", lowercase=True, max_length=0, …)`
pub(super) fn slugify(text: &str, kwargs: Kwargs) -> Result<String, Error> {
    let on = |name: &str, otherwise| {
        Ok::<_, Error>(kwargs.get::<Option<bool>>(name)?.unwrap_or(otherwise))
    };
    let separator = kwargs.get::<Option<String>>("separator")?.unwrap_or_else(|| "-".into());
    let most = kwargs.get::<Option<usize>>("max_length")?.unwrap_or(0);
    let stop: Vec<String> = kwargs.get::<Option<Vec<String>>>("stopwords")?.unwrap_or_default();
    let pairs: Vec<Vec<String>> = kwargs.get::<Option<_>>("replacements")?.unwrap_or_default();
    let pattern = kwargs.get::<Option<String>>("regex_pattern")?;
    let lower = on("lowercase", true)?;
    let (whole, ordered) = (on("word_boundary", false)?, on("save_order", false)?);
    let unicode = on("allow_unicode", false)?;
    for known in ["entities", "decimal", "hexadecimal"] {
        on(known, true)?;
    }
    kwargs.assert_all_used()?;
    let replace = |text: String| {
        let pairs = pairs.iter().filter_map(|pair| Some((pair.first()?, pair.get(1)?)));
        pairs.fold(text, |text, (from, to)| text.replace(from.as_str(), to))
    };
    let mut slug = replace(text.to_owned()).replace("&amp;", "&").replace('\'', "-");
    if !unicode {
        slug = deunicode::deunicode(&slug);
    }
    if lower {
        slug = slug.to_lowercase();
    }
    slug = without_commas(&slug.replace('\'', ""));
    slug = match pattern {
        Some(pattern) => regex(&pattern)?.replace_all(&slug, "-").into_owned(),
        None if unicode => {
            slug.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect()
        }
        None => slug.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect(),
    };
    let stopped = |word: &&str| {
        stop.iter().any(|stop| if lower { stop.to_lowercase() == **word } else { stop == *word })
    };
    let words = slug.split('-').filter(|word| !word.is_empty());
    let slug = replace(words.filter(|word| !stopped(word)).collect::<Vec<_>>().join("-"));
    Ok(shortened(&slug, most, whole, ordered).replace('-', &separator))
}

/// `1,000` is one number.
fn without_commas(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let inside = |at: usize| chars[at] == ',' && at > 0 && digit(at - 1) && digit(at + 1);
    (0..chars.len()).filter(|at| !inside(*at)).map(|at| chars[at]).collect()
}

/// At most so many characters, of whole words where that is wanted.
fn shortened(slug: &str, most: usize, whole: bool, ordered: bool) -> String {
    if most == 0 || slug.chars().count() <= most {
        return slug.to_owned();
    }
    let mut kept: Vec<&str> = Vec::new();
    let mut length = 0;
    for word in slug.split('-').filter(|_| whole) {
        let more = word.chars().count() + usize::from(!kept.is_empty());
        if length + more <= most {
            length += more;
            kept.push(word);
        } else if ordered {
            break;
        }
    }
    match kept.is_empty() {
        true => slug.chars().take(most).collect::<String>().trim_matches('-').to_owned(),
        false => kept.join("-"),
    }
}

#[cfg(test)]
mod tests {
    use minijinja::Value;
    use minijinja::value::Kwargs;

    use super::slugify;

    #[test]
    fn as_python_makes_them() {
        let none: [(&str, Value); 0] = [];
        let under = [("separator", Value::from("_"))];
        let short = [("max_length", Value::from(9)), ("word_boundary", Value::from(true))];
        for (text, kwargs, expected) in [
            ("My Awesome Project!", &none[..], "my-awesome-project"),
            ("It's  1,000 -- things", &none, "it-s-1000-things"),
            ("Müller & Söhne", &under, "muller_sohne"),
            ("one two three four", &short, "one-two"),
        ] {
            let kwargs: Kwargs = kwargs.iter().cloned().collect();
            assert_eq!(slugify(text, kwargs).unwrap(), expected, "{text}");
        }
    }
}
