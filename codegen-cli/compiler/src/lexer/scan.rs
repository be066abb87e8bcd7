//! The extent of numbers and strings.

use super::{Kind, Lexer, is_letter};

impl Lexer<'_> {
    pub(super) fn number(&mut self) -> Kind {
        let mut float = false;
        let zero = self.eat(b'0');
        if zero && (self.eat(b'x') || self.eat(b'X')) {
            if !self.eat_if(|b| b.is_ascii_hexdigit()) {
                self.mistake("`0x` must be followed by hexadecimal digits");
            }
            self.eat_while(|b| b.is_ascii_hexdigit());
        } else if zero && self.peek().is_some_and(|b| b.is_ascii_digit()) {
            self.eat_while(|b| (b'0'..b'8').contains(&b));
            if self.peek().is_some_and(|b| b.is_ascii_digit()) {
                self.mistake("numbers that start with a zero must be octal");
                self.eat_while(|b| b.is_ascii_digit());
            }
        } else {
            float = self.decimal();
        }
        match self.peek() {
            Some(b) if is_letter(b) => {
                self.mistake("a space is needed between a number and an identifier");
            }
            Some(b'.') if float => self.mistake("a number has one decimal point or exponent"),
            Some(b'.') => self.mistake("hexadecimal and octal numbers must be integers"),
            _ => {}
        }
        if float { Kind::Float } else { Kind::Integer }
    }

    /// Reads digits, fraction and exponent; whether it is more than digits.
    fn decimal(&mut self) -> bool {
        self.eat_while(|b| b.is_ascii_digit());
        let mut float = self.eat(b'.');
        if float {
            self.eat_while(|b| b.is_ascii_digit());
        }
        if self.eat(b'e') || self.eat(b'E') {
            float = true;
            let _sign = self.eat(b'-') || self.eat(b'+');
            if !self.eat_if(|b| b.is_ascii_digit()) {
                self.mistake("`e` must be followed by an exponent");
            }
            self.eat_while(|b| b.is_ascii_digit());
        }
        float
    }

    /// Reads a string literal behind its opening quote.
    pub(super) fn string(&mut self, quote: u8) {
        loop {
            match self.peek() {
                None => return self.mistake("unexpected end of string"),
                Some(b'\n') => {
                    let quote = char::from(quote);
                    self.mistake("a string ends in the line where it starts");
                    if let Some(last) = self.mistakes.last_mut() {
                        last.help = Some(format!("close it with `{quote}`"));
                    }
                    return;
                }
                Some(b'\\') => {
                    self.bump();
                    self.escape();
                }
                Some(byte) => {
                    self.bump();
                    if byte == quote {
                        return;
                    }
                }
            }
        }
    }

    /// Checks an escape sequence behind its backslash.
    fn escape(&mut self) {
        let hex =
            |lexer: &mut Self, n: usize| (0..n).all(|_| lexer.eat_if(|b| b.is_ascii_hexdigit()));
        if self.eat_if(|b| b"abfnrtv\\?'\"01234567".contains(&b)) {
            // Further octal digits are ordinary characters here.
        } else if self.eat(b'x') || self.eat(b'X') {
            if !hex(self, 1) {
                self.mistake("`\\x` must be followed by hexadecimal digits");
            }
        } else if self.eat(b'u') {
            if !hex(self, 4) {
                self.mistake("`\\u` must be followed by four hexadecimal digits");
            }
        } else if self.eat(b'U') {
            let in_range = self.eat(b'0') && self.eat(b'0') && (self.eat(b'0') || self.eat(b'1'));
            if !(in_range && hex(self, 5)) {
                self.mistake("`\\U` must be followed by eight hexadecimal digits up to 10ffff");
            }
        } else {
            self.mistake("unknown escape sequence in a string");
        }
    }
}
