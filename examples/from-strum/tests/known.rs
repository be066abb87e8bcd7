//! `VariantNames`, `VariantArray`, `EnumMessage`, `EnumProperty`.

use strum::{EnumMessage, EnumProperty, VariantArray, VariantNames};

#[derive(Debug, PartialEq, VariantArray)]
enum Side {
    Left,
    #[strum(disabled)]
    Right,
}

#[derive(EnumMessage, EnumProperty, VariantNames)]
#[strum(serialize_all = "kebab-case", suffix = "!")]
enum Pet {
    /// Barks.
    #[strum(message = "A dog", props(legs = 4, wild = false, says = "woof", type = "mammal"))]
    #[strum(props(weight = -0x10))]
    BigDog,
    /// Meows,
    ///  and more.
    #[strum(
        detailed_message = "At length",
        serialize = "c",
        to_string = "cat",
        serialize = "kitty"
    )]
    Cat(u8),
    /// Nobody sees it.
    #[strum(message = "Nor this", props(legs = 8), disabled)]
    Spider { _legs: u8 },
}

#[test]
fn names_and_values() {
    assert_eq!(Pet::VARIANTS, ["big-dog!", "cat!", "spider!"]);
    assert_eq!(Side::VARIANTS, [Side::Left, Side::Right]);
    fn names<T: VariantNames>() -> usize {
        T::VARIANTS.len()
    }
    assert_eq!(names::<Pet>(), 3);
}

#[test]
fn messages() {
    let all = [Pet::BigDog, Pet::Cat(1), Pet::Spider { _legs: 8 }];
    assert_eq!(all.each_ref().map(Pet::get_message), [Some("A dog"), None, None]);
    let details = [Some("A dog"), Some("At length"), None];
    assert_eq!(all.each_ref().map(Pet::get_detailed_message), details);
    let docs = [Some("Barks."), Some("Meows,\n and more.\n"), None];
    assert_eq!(all.each_ref().map(Pet::get_documentation), docs);
    let texts: [&[&str]; 3] = [&["big-dog"], &["c", "kitty", "cat"], &["spider"]];
    assert_eq!(all.each_ref().map(Pet::get_serializations), texts);
}

#[test]
fn properties() {
    let dog = Pet::BigDog;
    assert_eq!((dog.get_str("says"), dog.get_str("type")), (Some("woof"), Some("mammal")));
    assert_eq!((dog.get_int("legs"), dog.get_int("weight")), (Some(4), Some(-16)));
    assert_eq!((dog.get_bool("wild"), dog.get_bool("legs")), (Some(false), None));
    assert_eq!((dog.get_str("legs"), Pet::Cat(1).get_str("says")), (None, None));
    assert_eq!(Pet::Spider { _legs: 8 }.get_int("legs"), None);
}
