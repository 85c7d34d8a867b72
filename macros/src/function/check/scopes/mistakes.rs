//! A value of `scopes` that is not a list: what was probably meant.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::LitStr;

use crate::diag::error;
use crate::options::{RawOption, is_constant, strings_in};

pub(super) fn not_a_list(option: &RawOption, value: &TokenStream) -> syn::Error {
    if let Ok(text) = syn::parse2::<LitStr>(value.clone()) {
        let help = format!("write `scopes = [{}]`", quoted_words(&text.value()));
        return error(text, "`scopes` is a list, not a string", help);
    }
    if let Some(name) = operator(value) {
        let scopes = value.clone().into_iter();
        let scopes = scopes.filter(|token| matches!(token, TokenTree::Literal(_)));
        let scopes: Vec<_> = scopes.map(|scope| scope.to_string()).collect();
        let help = format!("write `scopes = {name}({})`", scopes.join(", "));
        return error(value, "scopes have no operators", help);
    }
    if let Some(strings) = strings_in(value) {
        let help = format!("write `scopes = [{strings}]`");
        return error(value, "`scopes` is a list in brackets", help);
    }
    match syn::parse2::<Ident>(value.clone()) {
        Ok(name) if !is_constant(&name) => {
            let help = format!("write `scopes = [\"{name}\"]`");
            error(name, "expected a list of scopes", help)
        }
        Ok(_) => error(
            value,
            "expected a list of scopes: macros cannot read constants",
            "write the scopes themselves: `scopes = [\"items\"]`",
        ),
        Err(_) => error(value, "expected a list of scopes", option.write_example()),
    }
}

/// The function to write in place of `a || b` and `a && b`.
fn operator(value: &TokenStream) -> Option<&'static str> {
    value.clone().into_iter().find_map(|token| match token {
        TokenTree::Punct(punct) if punct.as_char() == '|' => Some("any"),
        TokenTree::Punct(punct) if punct.as_char() == '&' => Some("all"),
        _ => None,
    })
}

fn quoted_words(text: &str) -> String {
    let words: Vec<_> = text
        .split_whitespace()
        .map(|word| format!("{word:?}"))
        .collect();
    words.join(", ")
}
