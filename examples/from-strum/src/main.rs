//! Names, shades and neighbours of a colour.

use std::process::ExitCode;

use strum::{
    Display, EnumDiscriminants, EnumIter, EnumMessage, EnumProperty, EnumString, IntoEnumIterator,
};

#[derive(Clone, Debug, Display, EnumIter, EnumMessage, EnumProperty, EnumString)]
#[strum(serialize_all = "kebab-case")]
enum Colour {
    #[strum(message = "Stop", props(hex = "ff0000"))]
    Red,
    #[strum(message = "Go", serialize = "green", serialize = "g", props(hex = "00ff00"))]
    Green,
    /// The colour of the sea, on a good day.
    #[strum(props(hex = "003f7f"), ascii_case_insensitive)]
    DeepBlue,
}

#[derive(EnumDiscriminants)]
#[strum_discriminants(name(Wish), derive(Display), strum(serialize_all = "lowercase"))]
enum Asked {
    All,
    One(Colour),
}

fn main() -> ExitCode {
    let asked = match std::env::args().nth(1).map(|name| name.parse()) {
        None => Asked::All,
        Some(Ok(colour)) => Asked::One(colour),
        Some(Err(error)) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let wish = Wish::from(&asked);
    let colours = match asked {
        Asked::All => Colour::iter().collect(),
        Asked::One(colour) => vec![colour],
    };
    for colour in colours {
        let hex = colour.get_str("hex").unwrap_or_default();
        let says = colour.get_message().or(colour.get_documentation()).unwrap_or_default();
        println!("{wish}: {colour:<10} #{hex} {says}");
    }
    ExitCode::SUCCESS
}
