//! What the streams of a run are connected to, and what follows from it.

use std::ffi::OsString;
use std::io::IsTerminal;

use typewright::Stringer;

/// Which streams of a run are a terminal. Colour, the pager, progress and questions are for people
/// who look at one.
///
/// [`Tool::main`](crate::Tool::main) asks the process; a run with streams of its own has none of
/// them, see [`Tool::terminal`](crate::Tool::terminal).
///
/// ```
/// use typewright_ops::Terminal;
///
/// let screen = Terminal { output: Some((80, 24)), errors: true, ..Terminal::default() };
/// assert!(!screen.input);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terminal {
    /// Whether standard input is one.
    pub input: bool,
    /// The columns and rows of standard output, if it is one.
    pub output: Option<(u16, u16)>,
    /// Whether standard error is one. It may be one where standard output is a pipe.
    pub errors: bool,
}

impl Terminal {
    /// The terminals of this process.
    pub fn of_process() -> Terminal {
        let size = || {
            let size = terminal_size::terminal_size_of(std::io::stdout());
            size.map_or((80, 24), |(columns, rows)| (columns.0, rows.0))
        };
        Terminal {
            input: std::io::stdin().is_terminal(),
            output: std::io::stdout().is_terminal().then(size),
            errors: std::io::stderr().is_terminal(),
        }
    }
}

/// When to use colour.
#[derive(Stringer, Clone, Copy, Debug, PartialEq, Eq)]
#[stringer(rename_all = "lowercase")]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

/// The terminal of a run with the variables that speak about terminals.
#[derive(Clone, Debug, Default)]
pub(crate) struct Screen {
    pub(crate) terminal: Terminal,
    /// Whether the terminal can do nothing but print letters.
    dumb: bool,
    no_color: bool,
    force_color: bool,
    without_color: bool,
    /// What `PAGER` says.
    pager: Option<String>,
}

impl Screen {
    pub(crate) fn new(terminal: Terminal, env: &[(OsString, OsString)]) -> Screen {
        let variable = |name: &str| {
            let found = env.iter().rev().find(|(known, _)| *known == *name);
            found.map(|(_, value)| value.to_string_lossy().into_owned())
        };
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        Screen {
            terminal,
            dumb: variable("TERM").as_deref() == Some("dumb"),
            no_color: set("NO_COLOR").is_some(),
            force_color: set("CLICOLOR_FORCE").is_some_and(|value| value != "0"),
            without_color: variable("CLICOLOR").as_deref() == Some("0"),
            pager: variable("PAGER"),
        }
    }

    /// Whether standard output and standard error are to be coloured, each judged by itself.
    ///
    /// Sources: <https://no-color.org>, <https://bixense.com/clicolors>
    pub(crate) fn colors(&self, wish: Color) -> (bool, bool) {
        let colored = |terminal: bool| match wish {
            Color::Always => true,
            Color::Never => false,
            Color::Auto if self.no_color => false,
            Color::Auto if self.force_color => true,
            Color::Auto => terminal && !self.dumb && !self.without_color,
        };
        (colored(self.terminal.output.is_some()), colored(self.terminal.errors))
    }

    /// Whether a line of standard error can be written over.
    pub(crate) fn can_erase(&self) -> bool {
        self.terminal.errors && !self.dumb
    }

    /// The screen of standard output, if there is one that a pager can use.
    pub(crate) fn size(&self) -> Option<(u16, u16)> {
        self.terminal.output.filter(|_| !self.dumb)
    }

    /// The pager that the settings or `PAGER` name; nothing for the usual one.
    pub(crate) fn pager<'a>(&'a self, setting: Option<&'a str>) -> Option<&'a str> {
        setting.or(self.pager.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_follows_the_flag_then_the_variables_then_the_terminal() {
        let terminal = Terminal { output: Some((80, 24)), errors: true, input: true };
        let output = Terminal { errors: false, ..terminal };
        let none = Terminal::default();
        for (terminal, wish, env, expected) in [
            (terminal, Color::Auto, &[][..], (true, true)),
            (output, Color::Auto, &[], (true, false)),
            (none, Color::Auto, &[], (false, false)),
            (none, Color::Always, &[("NO_COLOR", "1")], (true, true)),
            (terminal, Color::Never, &[("CLICOLOR_FORCE", "1")], (false, false)),
            (terminal, Color::Auto, &[("NO_COLOR", "1")], (false, false)),
            (terminal, Color::Auto, &[("NO_COLOR", "")], (true, true)),
            (terminal, Color::Auto, &[("CLICOLOR", "0")], (false, false)),
            (none, Color::Auto, &[("CLICOLOR", "1")], (false, false)),
            (none, Color::Auto, &[("CLICOLOR_FORCE", "1")], (true, true)),
            (none, Color::Auto, &[("CLICOLOR_FORCE", "0")], (false, false)),
            (none, Color::Auto, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], (false, false)),
            (terminal, Color::Auto, &[("TERM", "dumb")], (false, false)),
        ] {
            let env: Vec<_> = env.iter().map(|(n, v)| (n.into(), v.into())).collect();
            let found = Screen::new(terminal, &env).colors(wish);
            assert_eq!(found, expected, "{terminal:?} {wish:?} {env:?}");
        }
    }
}
