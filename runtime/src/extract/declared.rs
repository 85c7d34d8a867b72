//! Scopes that a function requires only of some requests, as its attribute declares with `may_require`.

use std::borrow::Cow;
use std::fmt::Display;

use crate::graph::Requirement;
use crate::refuse::{Denial, DenialReason};

/// A scope that the attribute of the calling function declares with `may_require`: the argument of
/// [`AccessToken::require`](crate::AccessToken::require).
///
/// The attribute turns the literals in calls of `require` into this. No other value has the trait, so that nothing is
/// required that is not declared.
#[diagnostic::on_unimplemented(
    message = "this scope is not declared by the function that requires it",
    label = "declare it in the function's attribute: `may_require = [\"...\"]`",
    note = "`#[security]` or `#[dependency]` must be above the function that contains this call, and the scope must be \
            a literal here, as it is in `may_require`"
)]
pub trait DeclaredScope {
    #[doc(hidden)]
    fn into_declared(self) -> RequiredScope;
}

/// A scope as declared, with its text for this request.
#[doc(hidden)]
#[derive(Debug)]
pub struct RequiredScope {
    declared: &'static str,
    /// `None` if a value does not fit into the template.
    scope: Option<Cow<'static, str>>,
}

impl RequiredScope {
    /// A scope without placeholders.
    #[must_use]
    pub const fn scope(declared: &'static str) -> Self {
        Self {
            declared,
            scope: Some(Cow::Borrowed(declared)),
        }
    }

    /// A template with the values of its placeholders, in their order.
    #[must_use]
    pub fn template(declared: &'static str, values: &[&dyn Display]) -> Self {
        Self {
            declared,
            scope: fill(declared, values).map(Cow::Owned),
        }
    }
}

impl DeclaredScope for RequiredScope {
    fn into_declared(self) -> RequiredScope {
        self
    }
}

/// The template with a value in place of each `{name}`. `None` if a value is not a segment.
fn fill(template: &str, values: &[&dyn Display]) -> Option<String> {
    let (mut filled, mut rest) = (String::new(), template);
    for value in values {
        let (before, placeholder) = rest.split_once('{')?;
        let (_, after) = placeholder.split_once('}')?;
        let value = value.to_string();
        if !is_segment(&value) {
            return None;
        }
        filled.push_str(before);
        filled.push_str(&value);
        rest = after;
    }
    filled.push_str(rest);
    Some(filled)
}

/// Whether a value can stand in a template: unreserved characters (RFC 3986 section 2.3), at least one. Whatever else
/// separates it from the text around it, so that no value makes one scope another.
fn is_segment(value: &str) -> bool {
    let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    !value.is_empty() && value.bytes().all(is_unreserved)
}

impl Requirement {
    /// Denies a request whose credentials lack a scope that a function requires.
    pub(super) fn require(
        self,
        scope: impl DeclaredScope,
        is_granted: impl FnOnce(&str) -> bool,
    ) -> Result<(), Denial> {
        let RequiredScope { declared, scope } = scope.into_declared();
        let denial = Denial::new(DenialReason::InsufficientScope, self);
        if self.is_of_no_request() {
            let is_granted = scope.is_some_and(|scope| is_granted(&scope));
            return is_granted.then_some(()).ok_or(denial);
        }
        if !self.may_require(declared) {
            tracing::error!(
                scope = declared,
                handler = self.handler(),
                "a request was refused: a function that its handler does not depend on required a scope",
            );
            return Err(denial);
        }
        if !self.scheme().declares(declared) {
            tracing::error!(
                scope = declared,
                scheme = self.scheme().name,
                "a request was refused: its security scheme does not declare a scope that a function required",
            );
            return Err(denial);
        }
        match scope {
            Some(scope) if is_granted(&scope) => Ok(()),
            Some(scope) => Err(denial.lacking(&scope, declared)),
            None => Err(denial),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{fill, is_segment};

    #[test]
    fn a_template_takes_values_in_their_order() {
        let filled = fill("a:{x}/{y}:b", &[&1, &"two"]);
        assert_eq!(filled.as_deref(), Some("a:1/two:b"));
        assert_eq!(fill("a:{x}", &[&"b:c"]), None);
    }

    #[test]
    fn a_value_has_no_separator() {
        for value in ["1", "a-b_c.d~e", "0190b2"] {
            assert!(is_segment(value), "{value}");
        }
        for value in [
            "", "a:b", "a b", "a/b", "*", "{x}", "ä", "a\"", "a%20b", "a\0",
        ] {
            assert!(!is_segment(value), "{value}");
        }
    }
}
