//! What Go's stringer and enumer assert of their golden programs, beyond `open.rs`: the numbers of
//! runs at which enumer changes its form, all values of a byte, its transforms and prefixes.

use std::fmt::Debug;
use std::str::FromStr;

use typewright::Stringer;

/// Each number with its text, both ways.
fn both_ways<T, N>(table: impl IntoIterator<Item = (N, String)>)
where
    T: From<N> + ToString + FromStr<Err = typewright::ParseError> + PartialEq + Debug,
{
    for (number, text) in table {
        let value = T::from(number);
        assert_eq!(value.to_string(), text);
        assert_eq!(text.parse(), Ok(value));
    }
}

/// Values two apart, so that each is a run: nine, ten and eleven of them.
macro_rules! runs {
    ($($test:ident $name:ident: $($variant:ident)*;)*) => {$(
        #[test]
        fn $test() {
            #[typewright::open(rename_all = "lowercase")]
            #[repr(i16)]
            enum $name {
                Before = -2,
                $($variant = $name::place(stringify!($variant)),)*
            }
            impl $name {
                const fn place(name: &str) -> i16 {
                    2 * (name.as_bytes()[0] - b'A') as i16
                }
            }
            let named = [$(stringify!($variant)),*];
            let texts = (0..2 * named.len()).map(|number| {
                let name = named.get(number / 2).filter(|_| number % 2 == 0);
                let unnamed = || format!(concat!(stringify!($name), "({})"), number);
                (number as i16, name.map_or_else(unnamed, |name| name.to_lowercase()))
            });
            both_ways::<$name, i16>(texts.chain([(-2, "before".to_owned())]));
        }
    )*};
}

runs! {
    nine_runs Nine: A B C D E F G H;
    ten_runs Ten: A B C D E F G H I;
    eleven_runs Eleven: A B C D E F G H I J;
}

include!("numbers/bytes.rs");

#[test]
fn every_value_of_a_byte_may_have_a_name() {
    both_ways::<Int8, i8>((i8::MIN..=i8::MAX).map(|n| (n, format!("I{}", i16::from(n) + 128))));
    assert_eq!(Int8::NAMES.len(), 256);
}

#[test]
fn unsigned_numbers_begin_anywhere() {
    #[typewright::open]
    #[repr(u16)]
    enum Unum {
        M0 = 252,
        M1,
        M2,
        Last = u16::MAX,
    }
    let texts = ["Unum(251)", "M0", "M1", "M2", "Unum(255)", "Unum(256)"];
    let texts = texts.iter().zip(251..).map(|(text, number)| (number, (*text).to_owned()));
    both_ways::<Unum, u16>(texts.chain([(u16::MAX, "Last".to_owned())]));
}

/// enumer's transforms, and the keys that do the same.
macro_rules! transforms {
    ($($transform:ident($($key:tt)*) $first:literal $second:literal $third:literal)*) => {
        #[test]
        fn transforms_are_styles() {$({
            #[derive(Stringer, Debug, PartialEq)]
            #[stringer(acronyms, $($key)*)]
            #[allow(clippy::enum_variant_names)]
            enum Value {
                FieldOneValue,
                FieldTwoValue,
                HTTPStatus,
            }
            let values = [Value::FieldOneValue, Value::FieldTwoValue, Value::HTTPStatus];
            for (value, text) in values.into_iter().zip([$first, $second, $third]) {
                assert_eq!(value.as_str(), text, stringify!($transform));
                assert_eq!(text.parse(), Ok(value));
            }
        })*}
    };
}

transforms! {
    noop() "FieldOneValue" "FieldTwoValue" "HTTPStatus"
    snake(rename_all = "snake_case") "field_one_value" "field_two_value" "http_status"
    snake_upper(rename_all = "SCREAMING_SNAKE_CASE")
        "FIELD_ONE_VALUE" "FIELD_TWO_VALUE" "HTTP_STATUS"
    kebab(rename_all = "kebab-case") "field-one-value" "field-two-value" "http-status"
    kebab_upper(rename_all = "SCREAMING-KEBAB-CASE")
        "FIELD-ONE-VALUE" "FIELD-TWO-VALUE" "HTTP-STATUS"
    upper(rename_all = "UPPERCASE") "FIELDONEVALUE" "FIELDTWOVALUE" "HTTPSTATUS"
    lower(rename_all = "lowercase") "fieldonevalue" "fieldtwovalue" "httpstatus"
    camel(rename_all = "camelCase") "fieldOneValue" "fieldTwoValue" "httpStatus"
    words(rename_all = "Title Case") "Field One Value" "Field Two Value" "Http Status"
    trim_prefix(trim_prefix = "Field") "OneValue" "TwoValue" "HTTPStatus"
    add_prefix(prefix = "x.") "x.FieldOneValue" "x.FieldTwoValue" "x.HTTPStatus"
    trim_and_add(trim_prefix = "Field", prefix = "f_", rename_all = "snake_case")
        "f_one_value" "f_two_value" "f_http_status"
}
