use crate::resolve::Level;

/// Anyone may call the operation, without credentials. If a caller sends some, they are removed and not read: the service
/// does not learn who it is.
///
/// See [`Operations::operation`](super::Operations::operation).
#[derive(Debug, Clone, Copy)]
pub struct Public;

/// The rule of an operation: a [`level!`](crate::level), or [`Public`].
#[diagnostic::on_unimplemented(
    message = "the rule of an operation is a `level!(...)`, or `Public`",
    label = "not a rule",
    note = "write `level!(scopes = [\"...\"], depends = get_current_user)`, or `scopegate::operations::Public` if anyone may call it"
)]
pub trait Rule<S> {
    #[doc(hidden)]
    fn into_level(self) -> Option<Level<S>>;
}

impl<S> Rule<S> for Level<S> {
    fn into_level(self) -> Option<Self> {
        Some(self)
    }
}

impl<S> Rule<S> for Public {
    fn into_level(self) -> Option<Level<S>> {
        None
    }
}
