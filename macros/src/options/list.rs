//! Lists of options, and lists that are values of options.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::LitStr;

use crate::diag::Errors;

/// Splits at the commas outside of brackets. Nothing follows a trailing comma. One comma too many is a part.
pub(crate) fn split_at_commas(tokens: TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![TokenStream::new()];
    for token in tokens {
        let part = parts.last_mut().expect("starts with one");
        let is_comma = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',');
        if !is_comma || part.is_empty() {
            part.extend([token]);
        }
        if is_comma {
            parts.push(TokenStream::new());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// The name and the list of `name(...)`.
pub(crate) fn call(tokens: &TokenStream) -> Option<(Ident, TokenStream)> {
    let mut tokens = tokens.clone().into_iter();
    match (tokens.next()?, tokens.next()?, tokens.next()) {
        (TokenTree::Ident(name), TokenTree::Group(list), None)
            if list.delimiter() == Delimiter::Parenthesis =>
        {
            Some((name, list.stream()))
        }
        _ => None,
    }
}

/// The tokens without the invisible group around what `macro_rules!` has captured.
pub(crate) fn ungrouped(tokens: TokenStream) -> TokenStream {
    let mut rest = tokens.clone().into_iter();
    match (rest.next(), rest.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::None => {
            ungrouped(group.stream())
        }
        _ => tokens,
    }
}

/// Parses each item of a list, and returns the valid ones.
pub(crate) fn items<T>(
    list: TokenStream,
    errors: &mut Errors,
    parse: impl Fn(&TokenStream) -> syn::Result<T>,
) -> Vec<T> {
    let items = split_at_commas(list).into_iter().map(ungrouped);
    items
        .filter_map(|tokens| errors.keep(parse(&tokens)))
        .collect()
}

/// `"a", "b"` for these strings, or for the brackets around them.
pub(super) fn strings_in(tokens: &TokenStream) -> Option<String> {
    let mut trees = tokens.clone().into_iter();
    let strings = match (trees.next()?, trees.next()) {
        (TokenTree::Group(group), None) => group.stream(),
        _ => tokens.clone(),
    };
    is_strings(&strings).then(|| strings.to_string().replace(" ,", ","))
}

/// Whether `tokens` are string literals with commas between them.
pub(super) fn is_strings(tokens: &TokenStream) -> bool {
    let parts = split_at_commas(tokens.clone());
    !parts.is_empty()
        && parts
            .into_iter()
            .all(|part| syn::parse2::<LitStr>(part).is_ok())
}
