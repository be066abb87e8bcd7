//! What people read about a value.

use typewright::{EnumMessage, Stringer};

/// A problem.
#[derive(EnumMessage)]
enum Problem {
    /// The disk is full, and
    /// there is no other.
    ///
    /// # What to do
    /// Delete something.
    #[stringer(detail = "No space left on device.")]
    Full,
    #[stringer(message = "The disk is gone!", detail = "Was it pulled?")]
    /// Gone.
    Gone,
    Unknown,
}

#[test]
fn variants_say_what_they_mean() {
    const GONE: Option<&str> = Problem::Gone.message();
    assert_eq!(GONE, Some("The disk is gone!"));
    let of = |problem: Problem| (problem.message(), problem.detail(), problem.docs());
    let full = "The disk is full, and there is no other.";
    let docs = "The disk is full, and\nthere is no other.\n\n# What to do\nDelete something.";
    assert_eq!(of(Problem::Full), (Some(full), Some("No space left on device."), Some(docs)));
    assert_eq!(Problem::Gone.docs(), Some("Gone."));
    assert_eq!(of(Problem::Unknown), (None, None, None));
}

#[test]
fn messages_are_a_part() {
    #[derive(Stringer)]
    #[stringer(also(EnumMessage), item(docs(name = "help")))]
    enum All {
        /// A.
        A,
    }
    #[derive(EnumMessage)]
    enum Never {}
    assert_eq!((All::A.message(), All::A.help(), All::A.detail()), (Some("A."), Some("A."), None));
    assert_eq!(size_of::<Option<Never>>(), 0);
}
