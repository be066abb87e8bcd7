//! Fields that no text gives.

/// A field that can be made of nothing: every `Default`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no default, so no value that holds it can be made",
    label = "this field has no default",
    note = "keep the variant from being made with `#[stringer(skip)]` on it, or say what makes the \
            field with `#[stringer(default_with = some::function)]`"
)]
pub trait Made: Sized {
    /// The field.
    fn made() -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Default> Made for T {
    #[inline]
    fn made() -> Self {
        Self::default()
    }
}

/// A field, where its type is known from its place.
#[inline]
pub fn made<T: Made>() -> T {
    T::made()
}
