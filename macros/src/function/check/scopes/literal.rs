//! A scope in a list: a string literal.

use proc_macro2::TokenStream;
use syn::LitStr;

use super::mistakes::{meant_item, names_constant};
use crate::diag::error;
use crate::options::{RawOption, parse_all};

/// A scope of the list. It must be a literal, so that readers and macros see it where it is required.
pub(super) fn scope_literal(option: &RawOption, tokens: &TokenStream) -> syn::Result<LitStr> {
    let parsed = syn::parse2(tokens.clone());
    if parsed.is_ok() {
        return parsed;
    }
    if names_constant(tokens) {
        let message = "expected a string literal: macros cannot read constants";
        return Err(error(
            tokens,
            message,
            "write the scope itself: `\"items\"`",
        ));
    }
    let message = "expected a string literal";
    if let Some(text) = meant_item(option, tokens) {
        return Err(error(tokens, message, format!("write `{text}`")));
    }
    let help = "scopes are string literals separated by commas: `[\"me\", \"items\"]`";
    parse_all(parsed, tokens, message, help)
}
