//! The variants of an enum alone.

use std::collections::BTreeMap;

use typewright::{Discriminants, Enum, EnumSet, Stringer};

#[derive(Discriminants, Debug, Default)]
#[stringer(discriminants(name = Kind, derive(Stringer, PartialOrd, Ord, Clone, std::hash::Hash, Default)))]
#[stringer(discriminants(
    stringer(rename_all = "kebab-case", also(EnumSet, FromRepr)),
    doc = "Which event.",
))]
#[repr(u8)]
#[allow(dead_code)]
enum Event<'a, T>
where
    T: Default,
{
    /// A key went down.
    KeyDown(char, &'a str) = 3,
    /// The window has a new size.
    #[stringer(discriminants(stringer(rename = "size"), doc = "A new size."))]
    Resized { width: T, height: T },
    #[default]
    Quit = 9,
}

#[test]
fn values_have_kinds() {
    const KIND: Kind = Event::<u8>::KeyDown('a', "b").discriminant();
    let resized = Event::Resized { width: 1, height: 2 };
    assert_eq!(
        (KIND, Kind::from(&resized), resized.discriminant()),
        (Kind::KeyDown, Kind::Resized, Kind::Resized)
    );
    assert_eq!(Kind::from(Event::<String>::Quit), Kind::Quit);
    assert_eq!(Kind::default(), Event::<u8>::default().into());
}

#[test]
fn kinds_are_an_enum_of_their_own() {
    assert_eq!(Kind::NAMES, ["key-down", "size", "quit"]);
    assert!(Kind::iter().map(Kind::repr_of).eq([3, 4, 9]));
    assert_eq!(Kind::from_repr(4), Some(Kind::Resized));
    let set: EnumSet<Kind> = "quit|size".parse().unwrap();
    assert!(set.contains(&Kind::Quit) && !set.contains(&Kind::KeyDown));
    let count: BTreeMap<Kind, u8> = [(Kind::Quit, 1)].into();
    assert_eq!((count.len(), size_of::<Kind>(), Kind::from_index(1)), (1, 1, Some(Kind::Resized)));
}

impl Kind {
    fn repr_of(self) -> u8 {
        self.repr()
    }
}

#[test]
fn what_is_made_may_be_seen_otherwise() {
    mod inner {
        /// Seen from outside.
        #[derive(typewright::Stringer)]
        #[stringer(
            also(Discriminants),
            discriminants(vis = "pub(super)", repr(i64), derive(PartialOrd))
        )]
        #[stringer(item(discriminant(name = "kind", doc = "Its kind.")))]
        #[allow(unreachable_pub)]
        pub enum Outer {
            A(#[allow(dead_code)] Vec<u8>),
            #[allow(dead_code)]
            B,
        }
    }
    use inner::{Outer, OuterDiscriminants};
    let value = Outer::A(vec![1]);
    assert_eq!((value.kind(), value.as_str()), (OuterDiscriminants::A, "A"));
    assert!(OuterDiscriminants::A < OuterDiscriminants::B);
    assert_eq!(size_of::<OuterDiscriminants>(), 8);
}

#[test]
fn an_enum_without_values_has_no_kinds() {
    #[derive(Discriminants)]
    enum Never {}
    fn kind(never: Never) -> NeverDiscriminants {
        never.into()
    }
    assert_eq!((size_of::<NeverDiscriminants>(), size_of_val(&kind)), (0, 0));
}
