//! The styles of `serialize_all`.

use crate::model::name::Casing;

/// A style, by one of the names that strum has for it.
#[derive(Clone, Copy)]
pub(super) enum Style {
    /// One of ours, over the words of the name.
    Words(Casing),
    /// The letters alone change.
    Letters(Casing),
}

/// The styles by name, the older names last.
const STYLES: &[(&str, Style)] = &[
    ("camelCase", Style::Words(Casing::Camel)),
    ("PascalCase", Style::Words(Casing::Pascal)),
    ("kebab-case", Style::Words(Casing::Kebab)),
    ("snake_case", Style::Words(Casing::Snake)),
    ("SCREAMING_SNAKE_CASE", Style::Words(Casing::ScreamingSnake)),
    ("SCREAMING-KEBAB-CASE", Style::Words(Casing::ScreamingKebab)),
    ("lowercase", Style::Letters(Casing::Lower)),
    ("UPPERCASE", Style::Letters(Casing::Upper)),
    ("title_case", Style::Words(Casing::Title)),
    ("mixed_case", Style::Words(Casing::Camel)),
    ("Train-Case", Style::Words(Casing::Train)),
    ("camel_case", Style::Words(Casing::Pascal)),
    ("snek_case", Style::Words(Casing::Snake)),
    ("kebab_case", Style::Words(Casing::Kebab)),
    ("shouty_snake_case", Style::Words(Casing::ScreamingSnake)),
    ("shouty_snek_case", Style::Words(Casing::ScreamingSnake)),
];

impl Style {
    pub(super) fn named(name: &str) -> Option<Self> {
        STYLES.iter().find(|(known, _)| *known == name).map(|(_, style)| *style)
    }

    /// The names that strum lists.
    pub(super) fn names() -> Vec<&'static str> {
        STYLES.iter().map(|(name, _)| *name).take(11).collect()
    }

    pub(super) fn text(self, name: &str) -> String {
        match self {
            Self::Words(casing) => casing.words(name),
            Self::Letters(Casing::Lower) => name.to_lowercase(),
            Self::Letters(_) => name.to_uppercase(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Style;

    /// A style, then what it makes of `DarkBlack`, `HTTPServer`, `IPv6_Addr` and `Gray50`, as the
    /// words of heck 0.5 give it.
    #[rustfmt::skip]
    const TEXTS: &[(&str, [&str; 4])] = &[
        ("camelCase", ["darkBlack", "httpServer", "iPv6Addr", "gray50"]),
        ("PascalCase", ["DarkBlack", "HttpServer", "IPv6Addr", "Gray50"]),
        ("kebab-case", ["dark-black", "http-server", "i-pv6-addr", "gray50"]),
        ("snake_case", ["dark_black", "http_server", "i_pv6_addr", "gray50"]),
        ("SCREAMING_SNAKE_CASE", ["DARK_BLACK", "HTTP_SERVER", "I_PV6_ADDR", "GRAY50"]),
        ("SCREAMING-KEBAB-CASE", ["DARK-BLACK", "HTTP-SERVER", "I-PV6-ADDR", "GRAY50"]),
        ("lowercase", ["darkblack", "httpserver", "ipv6_addr", "gray50"]),
        ("UPPERCASE", ["DARKBLACK", "HTTPSERVER", "IPV6_ADDR", "GRAY50"]),
        ("title_case", ["Dark Black", "Http Server", "I Pv6 Addr", "Gray50"]),
        ("mixed_case", ["darkBlack", "httpServer", "iPv6Addr", "gray50"]),
        ("Train-Case", ["Dark-Black", "Http-Server", "I-Pv6-Addr", "Gray50"]),
        ("camel_case", ["DarkBlack", "HttpServer", "IPv6Addr", "Gray50"]),
        ("shouty_snek_case", ["DARK_BLACK", "HTTP_SERVER", "I_PV6_ADDR", "GRAY50"]),
    ];

    #[test]
    fn every_style() {
        for (style, texts) in TEXTS {
            for (name, text) in ["DarkBlack", "HTTPServer", "IPv6_Addr", "Gray50"].iter().zip(texts)
            {
                assert_eq!(Style::named(style).unwrap().text(name), *text, "{name} in {style}");
            }
        }
        assert!(Style::named("dark").is_none());
    }
}
