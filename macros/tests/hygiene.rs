//! The impls name nothing that the module around them could have taken.

/// Everything that the expansion could mean by mistake means something else here.
#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals)]
#[allow(unreachable_pub, clippy::upper_case_acronyms, clippy::wrong_self_convention)]
mod shadowed {
    mod core {}
    mod std {}
    mod alloc {}
    mod typewright {}
    pub struct Option;
    pub struct Result;
    pub struct String;
    pub struct Ok;
    pub struct Err;
    pub struct Some;
    pub struct None;
    pub struct str;
    pub struct ParseError;
    pub trait Display {}
    pub trait FromStr {}
    pub trait AsRef {}
    pub trait TryFrom {}
    pub const f: u8 = 0;
    pub const __F: u8 = 0;
    pub const text: u8 = 0;
    pub const value: u8 = 0;
    pub const at: u8 = 0;
    pub struct EnumSet;
    pub struct usize;
    pub trait EnumNext {}

    type Text = ::std::string::String;

    #[derive(::typewright::Stringer, ::core::fmt::Debug, ::core::cmp::PartialEq)]
    #[stringer(also(EnumIs, IntoStaticStr, PartialEqStr, Scan, Localize))]
    pub enum Held<T, const N: u8>
    where
        T: ::core::clone::Clone,
    {
        Ok(T),
        None {
            r#fn: u8,
            __at: [u8; 2],
        },
        #[stringer(display = "{__0}/{r#fn:#x}/{__reader:>4}")]
        Err {
            __0: u8,
            r#fn: u16,
            __reader: Text,
        },
        #[stringer(transparent)]
        Some(u64),
        #[stringer(flatten)]
        Result(Inner),
        #[stringer(skip)]
        Option(::core::convert::Infallible),
    }

    #[derive(
        ::typewright::Stringer,
        ::typewright::IntoStaticStr,
        ::core::fmt::Debug,
        ::core::cmp::PartialEq,
    )]
    pub enum Inner {
        core,
        Self_,
    }

    #[derive(::typewright::Stringer, ::core::fmt::Debug, ::core::cmp::PartialEq)]
    #[stringer(also(FromRepr, TryFromRepr, IntoRepr))]
    #[repr(u8)]
    pub enum Numbered {
        Ok = 1,
        Err = f + 2,
        None,
        #[stringer(catch_all)]
        Some(u8),
    }

    #[derive(::typewright::Stringer, ::core::fmt::Debug, ::core::cmp::PartialEq)]
    pub enum Caught {
        Ok,
        #[stringer(catch_all)]
        Err(Text),
    }

    /// A macro's own names are those of its variants.
    macro_rules! held {
        ($name:ident, $ty:ty, $format:literal, $field:ident) => {
            #[derive(::typewright::Stringer, ::core::fmt::Debug, ::core::cmp::PartialEq)]
            pub enum $name {
                #[stringer(display = $format)]
                Made { $field: $ty, text: $ty },
                #[stringer(catch_all)]
                Other($ty),
            }
        };
    }
    held!(Macro, Text, "{some}:{text}", some);

    #[derive(::typewright::Stringer)]
    #[stringer(rename_all = "snake_case")]
    #[stringer(props(
        rank(type = "::core::primitive::u8"),
        at(type = "&'static ::core::primitive::str")
    ))]
    #[stringer(also(
        EnumNext,
        EnumTable,
        EnumMap,
        EnumSet,
        EnumMessage,
        EnumProperty,
        Scan,
        Localize,
        Flags
    ))]
    pub enum Kind {
        Ok,
        Err,
        Error,
        NAMES,
        as_str,
        Self_,
        MIN,
        #[stringer(props(rank = 1, at = "a"), locale(de = "das"))]
        scan,
        #[stringer(props(rank = self::text), message = "the next")]
        next,
        KEYS,
        key,
    }

    #[derive(::typewright::Stringer, ::core::clone::Clone)]
    #[stringer(
        serde_as = "either",
        also(FromRepr, TryFromRepr, IntoRepr, PartialEqStr, Serialize, Deserialize, ValueEnum)
    )]
    #[repr(u8)]
    pub enum Number {
        #[stringer(numbers = [7, 9..=f2])]
        Ok,
        #[stringer(alias = "failed")]
        Err,
        from_repr,
        try_from,
    }
    pub const f2: u8 = 12;

    #[derive(::typewright::Discriminants, ::typewright::EnumTryAs, ::typewright::EnumUnwrap)]
    pub enum Data {
        Some(::core::primitive::usize, f32),
        None { None: bool },
        Self_,
    }

    /// Methods of the same names, which must not be taken for ours.
    pub trait Rival: Sized {
        fn as_str(self) -> u8 {
            0
        }
        fn pad(self) -> u8 {
            0
        }
    }
    impl<T> Rival for T {}
}

#[test]
fn shadowed_names_do_no_harm() {
    use shadowed::Kind;
    assert_eq!(Kind::Ok.to_string(), "ok");
    assert_eq!(Kind::NAMES.as_str(), "n_a_m_e_s");
    assert!(matches!("as_str".parse(), Ok(Kind::as_str)));
    assert!(matches!("self_".parse(), Ok(Kind::Self_)));
    assert!(matches!(Kind::try_from("err"), Ok(Kind::Err)));
    assert!(matches!("error".parse(), Ok(Kind::Error)));
    assert!(matches!(11_u8.try_into(), Ok(shadowed::Number::Ok)));
    assert_eq!(
        serde_json::to_string(&shadowed::Number::from_repr).ok().as_deref(),
        Some("\"from_repr\"")
    );
    let error = "n_a_m_e".parse::<Kind>().map_err(|e| e.names()).err();
    assert_eq!(error.map(|names| names.len()), Some(11));
    let set = Kind::set_of(&[Kind::scan, Kind::MAX]);
    assert!(matches!(Kind::Self_.next(), Some(Kind::MIN)) && set.contains(&Kind::key));
    assert!(Kind::Ok.message().is_none() && Kind::next.message() == Some("the next"));
    assert_eq!(
        (Kind::next.rank(), Kind::scan.at(), Kind::KEYS.key()),
        (Some(0), Some("a"), "kind.keys")
    );
    let data = shadowed::Data::Some(1, 2.0);
    assert_eq!(shadowed::DataDiscriminants::from(&data), shadowed::DataDiscriminants::Some);
    assert_eq!((data.try_as_some(), shadowed::Data::Self_.try_as_none()), (Some((1, 2.0)), None));
    let flags: shadowed::KindFlags = Kind::Ok | Kind::as_str;
    assert_eq!((flags.to_string().parse(), flags.bits()), (Ok(flags), 0x11_u32));
    assert_eq!(Kind::scan.localized("de").to_string(), "das");
}

#[test]
fn shadowed_names_do_no_harm_to_what_is_held() {
    use shadowed::{Caught, Held, Inner, Macro, Numbered};
    type Numbers = Held<u8, 2>;
    let err = Numbers::Err { __0: 1, r#fn: 255, __reader: "x".to_owned() };
    assert_eq!((err.to_string(), "1/0xff/   x".parse()), ("1/0xff/   x".to_owned(), Ok(err)));
    assert_eq!("None".parse(), Ok(Numbers::None { r#fn: 0, __at: [0; 2] }));
    assert_eq!(
        ("Self_".parse(), "7".parse()),
        (Ok(Numbers::Result(Inner::Self_)), Ok(Numbers::Some(7)))
    );
    assert_eq!((Numbers::COUNT, Numbers::NAMES.len(), Numbers::iter().count()), (6, 6, 6));
    assert_eq!(
        [1, 2, 3, 4].map(Numbered::from),
        [Numbered::Ok, Numbered::Err, Numbered::None, Numbered::Some(4)]
    );
    assert_eq!(("Numbered(9)".parse(), Numbered::Err.repr()), (Ok(Numbered::Some(9)), 2));
    assert_eq!((Caught::from("Ok"), Caught::from("Err").as_str()), (Caught::Ok, "Err"));
    let made = Macro::Made { some: "a".to_owned(), text: "b".to_owned() };
    assert_eq!((Macro::from("a:b"), made.to_string()), (made, "a:b".to_owned()));
    assert_eq!(Macro::from("ab"), Macro::Other("ab".to_owned()));
}

/// A runtime of another name, which is not `typewright`.
#[allow(unreachable_pub)]
mod engine {
    pub use typewright::{Enum, Iter};

    #[derive(Debug, PartialEq)]
    pub struct ParseError(pub usize);

    pub mod private {
        pub use typewright::private::Table;

        pub type Parsed<E> = Result<E, super::ParseError>;

        pub fn parse<E>(table: &'static Table, text: &str, value: fn(usize) -> E) -> Parsed<E> {
            table.find(text).map(value).ok_or(unknown(table, text))
        }

        pub const fn unknown(table: &'static Table, _: &str) -> super::ParseError {
            super::ParseError(table.count())
        }
    }
}

#[test]
fn the_crate_may_have_another_name() {
    #[derive(typewright::Stringer, Debug, PartialEq)]
    #[stringer(crate = "crate::hygiene::engine")]
    enum Side {
        Left,
    }
    assert_eq!("left".parse::<Side>(), Err(engine::ParseError(1)));
    assert_eq!("Left".parse(), Ok(Side::Left));
}
