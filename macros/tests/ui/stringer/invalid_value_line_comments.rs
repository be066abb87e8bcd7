//! Enums whose variants do not stand where comments could be, and styles of others.

use typewright::Stringer;

macro_rules! made {
    ($($variant:ident)*) => {
        #[derive(Stringer)]
        #[stringer(line_comments)]
        enum Made {
            $($variant,)* // of all
        }
    };
}
made!(A B);

#[derive(Stringer)]
#[stringer(line_comments)]
enum Twice {
    #[cfg(not(any()))]
    A, // one
    #[cfg(any())]
    A, // two
}

#[derive(Stringer)]
#[stringer(line_comments = "//", rename_all = "title_case")]
enum B {
    A, // a
}

fn main() {
    let _ = (Made::A, Made::B, Twice::A, B::A);
}
