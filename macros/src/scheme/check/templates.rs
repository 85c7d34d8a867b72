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
    let mut templates: Vec<&Declared> = Vec::new();
    for scope in scopes {
        let names = errors.keep(check_placeholders(&scope.name));
        if names.is_some_and(|names| !names.is_empty()) {
            templates.push(scope);
        }
    }
    for (number, scope) in scopes.iter().enumerate() {
        let is_template =
            |scope: &Declared| templates.iter().any(|known| std::ptr::eq(*known, scope));
        let text = scope.name.value();
        let meets = |other: &&Declared| {
            (is_template(scope) || is_template(other)) && overlap(&text, &other.name.value())
        };
        if let Some(other) = scopes[..number].iter().find(meets) {
            errors.push(error(
                &scope.name,
                format!("a request could require `{}` by this scope, too", other.name.value()),
                "separate them, for example by their first segment: `tenant:{id}` and `all-tenants`",
            ));
        }
        let implied = scope.implied().find(|implied| {
            let text = implied.value();
            is_template(scope)
                || templates
                    .iter()
                    .any(|template| template.name.value() == text)
        });
        if let Some(implied) = implied {
            errors.push(error(
                implied,
                "a scope with a placeholder cannot imply another one, or be implied",
                "remove `implies`, and require the other scope in the function if this one is missing",
            ));
        }
    }
}
