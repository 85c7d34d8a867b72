use syn::LitStr;

use crate::diag::error;

/// Scopes are `scope-token`s: `1*( %x21 / %x23-5B / %x5D-7E )` (RFC 6749 section 3.3).
pub(crate) fn check_scope_token(scope: &LitStr) -> syn::Result<()> {
    let text = scope.value();
    if text.is_empty() {
        let message = "a scope cannot be empty";
        return Err(error(scope, message, "write its name, or remove it"));
    }
    if text.contains(' ') {
        let words: Vec<_> = text
            .split_whitespace()
            .map(|word| format!("{word:?}"))
            .collect();
        let help = match words.as_slice() {
            [] => "write its name, or remove it".to_owned(),
            [one] => format!("write {one}"),
            several => format!("write {} scopes: {}", several.len(), several.join(", ")),
        };
        return Err(error(scope, "a scope cannot contain a space", help));
    }
    match text
        .chars()
        .find(|c| !matches!(c, '!' | '#'..='[' | ']'..='~'))
    {
        None => Ok(()),
        Some(c) => Err(error(
            scope,
            format!("a scope cannot contain {c:?}"),
            "a scope consists of visible ASCII characters except `\"` and `\\` (RFC 6749 section 3.3)",
        )),
    }
}
