//! `may_require = [...]`: the scopes that a function requires only of some requests.

use syn::LitStr;

use super::scopes::{Scopes, check_scopes};
use crate::diag::{Errors, error};
use crate::function::Function;
use crate::function::required::required_in;
use crate::options::Options;
use crate::options::table::MAY_REQUIRE;
use crate::suggest::misspelling;

/// The scopes, each of which the function requires somewhere.
pub(crate) fn check_may_require(
    options: &mut Options,
    function: &Function,
    errors: &mut Errors,
) -> Vec<LitStr> {
    let Some(option) = options.take(&MAY_REQUIRE) else {
        return Vec::new();
    };
    let Some(Scopes { literals, any }) = check_scopes(&option, errors) else {
        return Vec::new();
    };
    if any.is_some() {
        let message = "`may_require` is a list: the function decides what it requires";
        let scopes: Vec<_> = literals
            .iter()
            .map(|scope| scope.token().to_string())
            .collect();
        let help = format!("write `may_require = [{}]`", scopes.join(", "));
        errors.push(error(&option, message, help));
    }
    if literals.is_empty() {
        let message = "`may_require` names no scope";
        errors.push(error(&option, message, option.write_example()));
    }
    let required = required_in(&function.body);
    for scope in &literals {
        let text = scope.value();
        if required.iter().any(|required| required.value() == text) {
            continue;
        }
        let is_declared =
            |required: &&LitStr| literals.iter().any(|it| it.value() == required.value());
        let mut others = required.iter().filter(|required| !is_declared(required));
        let meant = others.clone().find(|other| is_meant(&other.value(), &text));
        errors.push(match meant {
            Some(other) => not_declared(other, scope),
            None => never_required(scope, others.next()),
        });
    }
    literals
}

/// Whether a scope that is required is probably one that is declared: misspelt, or with another name in its braces.
fn is_meant(required: &str, declared: &str) -> bool {
    without_names(required) == without_names(declared) || misspelling(required, declared).is_some()
}

/// A scope with `{}` in place of each placeholder.
fn without_names(scope: &str) -> String {
    let mut parts = scope.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        text + "{}" + part.split_once('}').map_or(part, |(_, rest)| rest)
    })
}

fn not_declared(required: &LitStr, declared: &LitStr) -> syn::Error {
    let (text, meant) = (required.value(), declared.value());
    let help = if without_names(&text) == without_names(&meant) {
        format!(
            "write `{meant:?}`: what is in braces is the name of a variable, here and in the scheme"
        )
    } else {
        format!("did you mean `{meant:?}`?")
    };
    error(
        required,
        format!("`may_require` does not declare `{text}`"),
        help,
    )
}

fn never_required(scope: &LitStr, other: Option<&LitStr>) -> syn::Error {
    let text = scope.token();
    let help = match other {
        Some(other) => format!("it requires {}: declare that", other.token()),
        None => format!("write `token.require({text})?` in the function, or remove the scope here"),
    };
    let message = format!("the function never requires `{}`", scope.value());
    error(scope, message, help)
}

#[cfg(test)]
mod tests {
    use super::is_meant;

    #[test]
    fn another_name_in_braces_is_the_same_scope() {
        assert!(is_meant("tenant:{tenant_id}", "tenant:{id}"));
        assert!(is_meant("archiv", "archive"));
        assert!(!is_meant("tenant:{id}:read", "org/{id}"));
        assert!(!is_meant("items", "archive"));
    }
}
