//! The names of a log: enums, of which each is declared once and agrees with itself everywhere.

use typewright::{Stringer, open};

/// How bad it is. One declaration gives the text of the log, the argument of the command line with
/// its help, the key of the table of counts, and what JSON holds: `"warning"` as well as `4`.
#[derive(Stringer, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[stringer(rename_all = "lowercase", ignore_case, serde_as = "either")]
#[stringer(also(ValueEnum, Serialize, Deserialize, EnumTable, FromRepr, EnumNext))]
#[repr(u8)]
pub(crate) enum Severity {
    /// The machine is lost.
    #[stringer(alias = "crit", numbers = [0, 1])]
    Critical = 2,
    /// What was asked for was not done.
    #[stringer(alias = "err")]
    Error,
    /// It was done, but look at it.
    #[stringer(alias = "warn")]
    Warning,
    /// For those who want to know.
    #[stringer(numbers = [5])]
    Info = 6,
    /// For those who look for a mistake.
    Debug,
}

/// Who wrote the line. Others may come: a number without a name stays what it is.
#[open(rename_all = "kebab-case", also(Serialize, Deserialize), serde_as = "either")]
#[repr(u8)]
pub(crate) enum Facility {
    Kernel,
    Mail = 2,
    LinePrinter = 6,
}

/// What a line of text begins with, as its author marked it.
#[derive(Stringer, Clone, Copy, Debug, PartialEq)]
#[stringer(line_comments, only(Display, Scan))]
pub(crate) enum Mark {
    Retried,  // again:
    Started,  // ->
    Finished, // <-
}
