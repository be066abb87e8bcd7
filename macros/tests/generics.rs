//! Enums with parameters.

use std::marker::PhantomData;

use typewright::{Stringer, VariantArray};

#[derive(Stringer, Clone, Debug, PartialEq)]
#[stringer(rename_all = "lowercase", also(EnumIs, IntoStaticStr))]
enum Token<'a, T: Copy + 'a, const N: usize = 2>
where
    Option<T>: PartialOrd,
{
    End,
    Word(&'a str),
    Number(Option<T>),
    Row { cells: Vec<T>, width: Width<N> },
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Width<const N: usize>;

/// Has no default, and needs none where only a default of `Option` is wanted.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
struct Opaque;

#[test]
fn parameters_of_every_kind() {
    type Bytes<'a> = Token<'a, u8, 3>;
    assert_eq!(Bytes::NAMES, ["end", "word", "number", "row"]);
    let row = Bytes::Row { cells: vec![1], width: Width };
    assert_eq!((row.as_str(), row.to_string(), row.is_row()), ("row", "row".to_owned(), true));
    assert_eq!("word".parse::<Bytes<'_>>(), Ok(Token::Word("")));
    assert_eq!("row".parse::<Token<'_, Opaque>>(), Ok(Token::Row { cells: vec![], width: Width }));
    let all: Vec<Token<'_, Opaque>> = Token::iter().collect();
    assert_eq!(all.len(), Bytes::COUNT);
    let text: &'static str = all[2].clone().into();
    assert_eq!(text, "number");
}

/// The bounds that values need to be made are no bounds of their names.
#[test]
fn bounds_are_those_that_are_used() {
    #[derive(Stringer)]
    enum Maybe<T> {
        Nothing,
        Just(T),
    }
    struct NoDefault;
    assert_eq!(Maybe::Just(NoDefault).to_string(), "Just");
    assert_eq!(
        (Maybe::<NoDefault>::NAMES.len(), Maybe::<NoDefault>::Nothing.as_str()),
        (2, "Nothing")
    );
    assert!(matches!("Just".parse(), Ok(Maybe::Just(0_u8))));
    assert_eq!(Maybe::<u8>::iter().count(), 2);
}

/// A field that holds the enum asks for no bound, as the bound would ask for itself.
#[test]
fn an_enum_may_hold_itself() {
    #[derive(Stringer, Debug, PartialEq)]
    enum List<T> {
        Nil,
        Cons(T, Option<Box<List<T>>>),
        Other(Option<Box<Self>>),
    }
    assert_eq!("Cons".parse(), Ok(List::Cons(0, None)));
    assert_eq!(List::Cons(1, Some(Box::new(List::Nil))).to_string(), "Cons");
    assert_eq!(List::<u8>::iter().nth(2), Some(List::Other(None)));
}

#[test]
fn an_enum_without_fields_may_have_parameters() {
    #[derive(Stringer, VariantArray, Clone, Copy, Debug, PartialEq)]
    #[stringer(also(FromRepr))]
    enum Sized<const N: usize> {
        One,
        Two,
    }
    const TWO: Result<Sized<3>, typewright::ParseError> = Sized::from_str("Two");
    assert_eq!((TWO, Sized::<1>::from_repr(0)), (Ok(Sized::Two), Some(Sized::One)));
    assert_eq!((Sized::<1>::Two.repr(), Sized::<4>::VARIANTS.len()), (1, 2));

    #[derive(Stringer)]
    enum Phantom<T> {
        Named,
        #[stringer(skip)]
        Typed(PhantomData<T>),
    }
    assert_eq!((Phantom::<fn()>::COUNT, Phantom::<u8>::Typed(PhantomData).as_str()), (1, "Typed"));
    assert!(matches!(Phantom::<u8>::Named, Phantom::Named));
}
