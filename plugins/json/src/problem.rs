//! What is wrong, and where.

use std::fmt;

/// A mistake in JSON, or a value that JSON cannot say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: `$.topic.labels["a"]`, or a line and column where it is no JSON.
    pub place: String,
    /// What is wrong and what would be right.
    pub message: String,
}

impl Problem {
    /// Of the value at hand; what is around it is put in front by [`Problem::within`].
    pub(crate) fn here(message: impl Into<String>) -> Problem {
        Problem { place: String::new(), message: message.into() }
    }

    pub(crate) fn within(mut self, step: &str) -> Problem {
        self.place.insert_str(0, step);
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// Why a message could not be read or written: all problems, one a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Vec<Problem>);

impl Error {
    /// The problems, in the order of the text; there is at least one.
    pub fn problems(&self) -> &[Problem] {
        &self.0
    }
}

impl From<Vec<Problem>> for Error {
    fn from(problems: Vec<Problem>) -> Error {
        Error(problems)
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Error {
        Error(vec![problem])
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            let gap = if index == 0 { "" } else { "\n" };
            write!(f, "{gap}{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
