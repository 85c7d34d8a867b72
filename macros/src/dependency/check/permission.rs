//! `permission = "item:owner"`: the name of what a function decides about an object.

use syn::LitStr;

use crate::diag::{Errors, error};
use crate::options::table::{NOT_FOUND, PERMISSION};
use crate::options::{Facts, Options};
use crate::scheme::check_scope_token;

/// The name, which is written like a scope.
pub(super) fn check_permission(
    options: &mut Options,
    facts: &Facts,
    errors: &mut Errors,
) -> Option<LitStr> {
    let option = options.take(&PERMISSION);
    // Another error may be about a misspelt `permission`.
    if option.is_none()
        && errors.is_empty()
        && let Some(flag) = facts.get(&NOT_FOUND)
    {
        errors.push(error(
            &flag.name,
            "`not_found` has no effect without `permission`",
            "add `permission = \"item:owner\"`: a caller without it gets 404, as if there were no such object",
        ));
    }
    let name = errors.keep(option?.text())?;
    errors.keep(valid_name(&name))?;
    Some(name)
}

fn valid_name(name: &LitStr) -> syn::Result<()> {
    if name.value().contains(' ') || check_scope_token(name).is_err() {
        return Err(error(
            name,
            "the name of a permission is visible ASCII characters, except `\"` and `\\`, without spaces",
            "write a name such as `permission = \"item:owner\"`",
        ));
    }
    Ok(())
}
