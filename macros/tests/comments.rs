//! Names from line comments and in styles that serde does not have.

use typewright::Stringer;

#[test]
fn line_comments_are_names() {
    #[derive(Stringer, Debug, PartialEq)]
    #[stringer(line_comments, rename_all = "lowercase")]
    #[rustfmt::skip]
    enum Token {
        And, // &
        /// Not this: // x
        Or, //  |
        Plain,
        #[stringer(rename = "=>")]
        Arrow, // not this
        #[cfg(any())]
        Gone, // gone
        Pair, Of, // of a pair
        r#Type // ty
    }
    use Token::*;
    let values = [And, Or, Plain, Arrow, Pair, Of, r#Type];
    let texts = ["&", "|", "plain", "=>", "pair", "of a pair", "ty"];
    assert_eq!(values.iter().map(Token::as_str).collect::<Vec<_>>(), texts);
    for (value, text) in values.into_iter().zip(texts) {
        assert_eq!(text.parse(), Ok(value));
    }
}

#[test]
fn line_comments_name_open_enums() {
    #[typewright::open(line_comments)]
    #[repr(u8)]
    pub enum Op {
        Add = b'+', // plus
        #[cfg(any())]
        Gone, // gone
        Sub = b'-', // minus
        Mul,
    }
    let texts = [b'+', b'-', b'.', b'*'].map(|op| Op(op).to_string());
    assert_eq!(texts, ["plus", "minus", "Mul", "Op(42)"]);
    assert_eq!("minus".parse(), Ok(Op::Sub));
}

#[test]
fn titles_and_trains_go_by_words() {
    macro_rules! style {
        ($name:ident $style:literal $first:literal $second:literal) => {
            #[derive(Stringer, Debug, PartialEq)]
            #[stringer(rename_all = $style)]
            enum $name {
                HTTPServer,
                VeryTasty2,
            }
            assert_eq!($name::NAMES, [$first, $second]);
            assert_eq!($first.parse(), Ok($name::HTTPServer));
        };
    }
    style!(Title "Title Case" "Http Server" "Very Tasty2");
    style!(Train "Train-Case" "Http-Server" "Very-Tasty2");
}
