use std::fmt;

use crate::target::what;

/// The scopes that a dependency's dependants require, merged from the handler down to it.
///
/// Take it as a parameter of any function with `#[dependency]`. The handler's scopes come first,
/// each scope once. The compiler made the list: taking it costs a request nothing.
///
/// ```
/// use scopegate::{SecurityScopes, dependency};
///
/// #[dependency]
/// async fn describe(scopes: SecurityScopes) -> String {
///     format!("this call needs: {}", scopes.scope_str())
/// }
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SecurityScopes {
    scopes: &'static [&'static str],
    scope_str: &'static str,
}

impl SecurityScopes {
    /// For a message about the type under another name, which macros do not recognise.
    #[doc(hidden)]
    pub const __SCOPEGATE: u8 = what::SECURITY_SCOPES;

    pub(crate) const fn new(scopes: &'static [&'static str], scope_str: &'static str) -> Self {
        Self { scopes, scope_str }
    }

    /// The scopes, outermost first.
    #[must_use]
    pub const fn scopes(self) -> &'static [&'static str] {
        self.scopes
    }

    /// The scopes joined by single spaces, as in the `scope` parameter of a challenge
    /// (RFC 6750, section 3). Empty when nothing is required.
    #[must_use]
    pub const fn scope_str(self) -> &'static str {
        self.scope_str
    }
}

impl fmt::Debug for SecurityScopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SecurityScopes").field(&self.scopes).finish()
    }
}
