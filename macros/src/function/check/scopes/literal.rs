//! A scope in a list: a string literal.

use proc_macro2::{TokenStream, TokenTree};
use syn::{Lit, LitStr, Path};

use crate::options::{is_constant, parse_all};

/// A scope of the list. It must be a literal, so that readers and macros see it where it is required.
pub(super) fn scope_literal(tokens: &TokenStream) -> syn::Result<LitStr> {
    let is_constant = syn::parse2::<Path>(tokens.clone()).is_ok_and(|path| {
        let last = path.segments.last();
        path.segments.len() > 1 || last.is_some_and(|name| is_constant(&name.ident))
    });
    let (message, help) = if is_constant {
        (
            "expected a string literal: macros cannot read constants",
            "write the scope itself: `\"items\"`".to_owned(),
        )
    } else {
        let help = meant_text(tokens).map_or_else(
            || "scopes are string literals separated by commas: `[\"me\", \"items\"]`".to_owned(),
            |text| format!("write `{text:?}`"),
        );
        ("expected a string literal", help)
    };
    parse_all(syn::parse2(tokens.clone()), tokens, message, &help)
}

/// The text that was written without quotes, or as another literal: `items`, `items:read`, `'i'`, `["items"]`.
fn meant_text(tokens: &TokenStream) -> Option<String> {
    match syn::parse2(tokens.clone()) {
        Ok(Lit::Char(c)) => return Some(c.value().into()),
        Ok(Lit::ByteStr(bytes)) => return String::from_utf8(bytes.value()).ok(),
        Ok(Lit::CStr(text)) => return text.value().into_string().ok(),
        _ => {}
    }
    if let Some(TokenTree::Group(group)) = tokens.clone().into_iter().next()
        && let Ok(text) = syn::parse2::<LitStr>(group.stream())
    {
        return Some(text.value());
    }
    let is_word = |token| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(punct) => matches!(punct.as_char(), ':' | '.' | '-' | '/'),
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    };
    let text = tokens.to_string().replace(' ', "");
    tokens.clone().into_iter().all(is_word).then_some(text)
}
