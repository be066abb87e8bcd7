//! The longest text at the start of an input.

use typewright::{Scan, Stringer};

#[derive(Scan, Clone, Copy, Debug, PartialEq)]
enum Token {
    #[stringer(rename = "=")]
    Assign,
    #[stringer(rename = "==", alias = "eq")]
    Equal,
    #[stringer(rename = "=>", alias = "⇒")]
    Arrow,
    #[stringer(rename = "==>")]
    Implies,
    #[stringer(rename = "")]
    Nothing,
}

#[test]
fn the_longest_text_wins() {
    use Token::{Arrow, Assign, Equal, Implies, Nothing};
    const FIRST: Option<(Token, &str)> = Token::scan("==x");
    assert_eq!(FIRST, Some((Equal, "x")));
    let tokens = |mut rest: &'static str| {
        let mut tokens = Vec::new();
        while let Some((token, after)) = Token::scan(rest) {
            tokens.push(token);
            rest = after;
        }
        (tokens, rest)
    };
    assert_eq!(tokens("===>==>=eq⇒x"), (vec![Equal, Arrow, Implies, Assign, Equal, Arrow], "x"));
    assert_eq!(tokens("=é"), (vec![Assign], "é"));
    assert_eq!((tokens(""), tokens("\u{21d1}")), ((vec![], ""), (vec![], "\u{21d1}")));
    assert!(Token::scan("").is_none_or(|(token, _)| token != Nothing));
}

#[test]
fn case_may_be_ignored_and_tables_shared() {
    #[derive(Stringer, Clone, Copy, Debug, PartialEq)]
    #[stringer(ignore_case, also(Scan), item(scan(name = "lex", vis = "")))]
    enum Keyword {
        Let,
        Letter,
    }
    assert_eq!(Keyword::lex("LETTERS"), Some((Keyword::Letter, "S")));
    assert_eq!((Keyword::lex("lets"), Keyword::lex("led")), (Some((Keyword::Let, "s")), None));
    assert_eq!("LET".parse(), Ok(Keyword::Let));

    #[derive(Scan, Debug, PartialEq)]
    enum Never {}
    assert_eq!(Never::scan("x"), None);
}
