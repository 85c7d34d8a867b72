use std::fmt;
use std::iter::Copied;
use std::slice;

use crate::graph::{Requirement, target_kind};
use crate::refuse::Denial;

/// The scopes that a dependency's dependants require, merged from the handler down to it.
///
/// Take it as a parameter of any function with `#[dependency]`. The handler's scopes come first, without duplicates.
/// The list is computed at compile time: taking it has no cost at run time.
///
/// ```
/// use scopegate::{SecurityScopes, dependency};
///
/// #[dependency]
/// async fn describe(scopes: SecurityScopes) -> String {
///     format!("this call needs: {}", scopes.scope_str())
/// }
/// ```
#[derive(Clone, Copy)]
pub struct SecurityScopes {
    scopes: &'static [&'static str],
    scope_str: &'static str,
    at: Requirement,
}

impl SecurityScopes {
    /// For an error about the type under another name, which macros do not recognize.
    #[doc(hidden)]
    pub const __SCOPEGATE: u8 = target_kind::SECURITY_SCOPES;

    /// All scopes of the requirement, outermost first, even if some of them are enough.
    #[must_use]
    pub const fn scopes(self) -> &'static [&'static str] {
        self.scopes
    }

    /// The scopes joined by single spaces, as in the `scope` parameter of a challenge
    /// (RFC 6750 section 3). Empty when nothing is required.
    #[must_use]
    pub const fn scope_str(self) -> &'static str {
        self.scope_str
    }

    /// The sets of scopes of which one is enough. Without `any(...)`, there is one set: all of them.
    #[must_use]
    pub fn alternatives(self) -> impl ExactSizeIterator<Item = &'static [&'static str]> {
        self.at.alternatives()
    }

    /// Whether the scopes for which `is_granted` returns `true` are enough.
    ///
    /// For credentials whose scopes scopegate does not know, such as an API key.
    #[must_use]
    pub fn are_granted_by(self, is_granted: impl FnMut(&str) -> bool) -> bool {
        self.at.is_satisfied_by(is_granted)
    }
}

impl Requirement {
    /// The scopes merged so far.
    #[must_use]
    pub fn scopes(self) -> SecurityScopes {
        let (scopes, scope_str) = self.merged();
        SecurityScopes {
            scopes,
            scope_str,
            at: self,
        }
    }

    /// The scopes merged on this path, even if the value is shared with others.
    #[cfg(feature = "testing")]
    pub(crate) fn asked(self) -> SecurityScopes {
        self.on_this_path().scopes()
    }
}

impl Denial {
    /// The scopes that the request required.
    #[must_use]
    pub fn required(&self) -> SecurityScopes {
        self.at().scopes()
    }
}

/// Iterates over the scopes, outermost first, like [`scopes`](SecurityScopes::scopes).
impl IntoIterator for SecurityScopes {
    type Item = &'static str;
    type IntoIter = Copied<slice::Iter<'static, &'static str>>;

    fn into_iter(self) -> Self::IntoIter {
        self.scopes.iter().copied()
    }
}

/// Compares the required scopes and their order.
impl PartialEq for SecurityScopes {
    fn eq(&self, other: &Self) -> bool {
        self.scopes == other.scopes && self.alternatives().eq(other.alternatives())
    }
}

impl Eq for SecurityScopes {}

impl fmt::Debug for SecurityScopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SecurityScopes").field(&self.scopes).finish()
    }
}
