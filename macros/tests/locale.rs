//! Values in the language of the reader.

use std::collections::BTreeMap;
use std::fmt::{self, Display};

use typewright::{Locale, Localize, Stringer};

#[derive(Stringer, Clone, Copy)]
#[stringer(rename_all = "lowercase", also(Localize))]
enum TrafficLight {
    #[stringer(locale(de = "Grün", pt_BR = "Verde!", pt = "Verde"))]
    Green,
    #[stringer(key = "warn", locale(de = "Gelb", de_AT = "Göb"))]
    YellowHTTP,
    r#Type,
}

use TrafficLight::{Green, YellowHTTP};

#[test]
fn every_value_has_a_key() {
    const KEY: &str = Green.key();
    assert_eq!(KEY, "traffic_light.green");
    assert_eq!(TrafficLight::KEYS, [KEY, "warn", "traffic_light.type"]);
    assert!(TrafficLight::iter().map(|light| light.key()).eq(TrafficLight::KEYS.iter().copied()));
}

#[test]
fn variants_may_state_their_texts() {
    let in_all = |tag: &str| [Green, YellowHTTP].map(|light| light.localized(tag).to_string());
    assert_eq!(in_all("de"), ["Grün", "Gelb"]);
    assert_eq!(in_all("de-AT"), ["Grün", "Göb"]);
    assert_eq!(in_all("DE_at-1996"), ["Grün", "Göb"]);
    assert_eq!(in_all("de_CH.UTF-8"), ["Grün", "Gelb"]);
    assert_eq!(in_all("pt-BR"), ["Verde!", "yellowhttp"]);
    assert_eq!(in_all("pt-PT")[0], "Verde");
    for none in ["", "d", "-", "den", "C"] {
        assert_eq!(in_all(none), ["green", "yellowhttp"], "{none}");
    }
}

/// A table as programs have them.
struct Catalogue {
    tag: &'static str,
    texts: BTreeMap<&'static str, String>,
}

impl Locale for Catalogue {
    fn tag(&self) -> &str {
        self.tag
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }
}

/// A locale that makes its texts.
struct Loud;

impl Locale for Loud {
    fn show(&self, key: &str, f: &mut fmt::Formatter<'_>) -> Option<fmt::Result> {
        key.contains('.').then(|| f.pad(&key.to_uppercase()))
    }
}

#[test]
fn tables_come_first() {
    let texts = [("warn", "Achtung".to_owned())].into();
    let german = Catalogue { tag: "de", texts };
    let shown = |light: TrafficLight| light.localized(&german).to_string();
    assert_eq!((shown(YellowHTTP), shown(Green)), ("Achtung".into(), "Grün".into()));
    assert_eq!(format!("[{:>9}]", YellowHTTP.localized(&german)), "[  Achtung]");
    assert_eq!(format!("[{:^8}]", Green.localized("de")), "[  Grün  ]");
    let loud = [Green, YellowHTTP].map(|light| light.localized(&Loud).to_string());
    assert_eq!(loud, ["TRAFFIC_LIGHT.GREEN", "yellowhttp"]);
    let pairs = [("warn", "Attention")];
    assert_eq!(YellowHTTP.localized(&pairs[..]).to_string(), "Attention");
    assert_eq!(TrafficLight::r#Type.localized(&pairs[..]).to_string(), "type");
    let dynamic: &dyn Locale = &german;
    assert_eq!(format!("{:?}", YellowHTTP.localized(dynamic)), "Achtung");
}

#[test]
fn generic_code_localizes() {
    fn all<'a, E: Localize>(values: &[E], locale: &'a str) -> Vec<impl Display + use<'a, E>> {
        values.iter().map(|value| value.localized(locale)).collect()
    }
    let shown: Vec<_> = all(&[Green, YellowHTTP], "de").iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["Grün", "Gelb"]);
}

#[test]
fn keys_may_have_a_pattern() {
    #[derive(Localize)]
    #[stringer(
        key = "ui.colours.{}",
        item(key(name = "id"), KEYS(vis = ""), localized(name = "tr"))
    )]
    #[stringer(rename_all = "UPPERCASE")]
    enum Colour {
        DarkRed,
    }
    #[derive(Localize)]
    #[allow(dead_code)]
    enum Never {}
    assert_eq!(
        (Colour::KEYS, Colour::DarkRed.id()),
        (&["ui.colours.dark_red"][..], Colour::KEYS[0])
    );
    assert_eq!(Colour::DarkRed.tr("fr").to_string(), "DARKRED");
    assert!(Never::KEYS.is_empty());
}
