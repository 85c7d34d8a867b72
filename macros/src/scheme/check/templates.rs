//! Scopes with placeholders.

use syn::LitStr;

use super::scopes::Declared;
use crate::diag::{Errors, error};
use crate::template::{overlap, placeholders};

/// Checks the placeholders of a scope, and returns their names.
pub(crate) fn check_placeholders(scope: &LitStr) -> syn::Result<Vec<String>> {
    placeholders(&scope.value()).map_err(|problem| {
        error(
            scope,
            format!("the scope has {problem}"),
            "braces are for values of a request, separated by `:` or `/`: `tenant:{id}`",
        )
    })
}

/// A value of a request must not make one scope another one, and so cannot imply others or be implied.
pub(crate) fn check_scope_templates(scopes: &[Declared], errors: &mut Errors) {
    for scope in scopes {
        errors.keep(check_placeholders(&scope.name));
    }
    for (number, scope) in scopes.iter().enumerate() {
        let text = scope.name.value();
        let meets = |other: &&Declared| {
            let other = other.name.value();
            (is_template(&text) || is_template(&other)) && overlap(&text, &other)
        };
        if let Some(other) = scopes[..number].iter().find(meets) {
            errors.push(error(
                &scope.name,
                format!("a request could require `{}` by this scope, too", other.name.value()),
                "separate them, for example by their first segment: `tenant:{id}` and `all-tenants`",
            ));
        }
        let mut implied = scope.implied();
        let implied = implied.find(|implied| is_template(&text) || is_template(&implied.value()));
        if let Some(implied) = implied {
            errors.push(error(
                implied,
                "a scope with a placeholder cannot imply another one, or be implied",
                "remove `implies`, and require the other scope in the function if this one is missing",
            ));
        }
    }
}

/// Whether a scope has placeholders, and all of them are right.
fn is_template(scope: &str) -> bool {
    placeholders(scope).is_ok_and(|names| !names.is_empty())
}
