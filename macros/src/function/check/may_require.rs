//! `may_require = [...]`: the scopes that a function requires only of some requests.

use syn::LitStr;

use super::scopes::{Scopes, check_scopes};
use crate::diag::{Errors, error};
use crate::function::Function;
use crate::function::required::required_in;
use crate::options::Options;
use crate::options::table::MAY_REQUIRE;

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
        if !required.contains(&scope.value()) {
            let text = scope.token();
            errors.push(error(
                scope,
                format!("the function never requires `{}`", scope.value()),
                format!("write `token.require({text})?` in the function, or remove the scope here"),
            ));
        }
    }
    literals
}
