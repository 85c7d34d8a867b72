//! One option: its tokens, and what is said of tokens that are none.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Error, LitStr, Path};

use super::list::{strings_in, ungrouped};
use super::{Positional, RawOption, Spec, Value};
use crate::diag::error;
use crate::suggest;

pub(super) fn parse_option(tokens: &TokenStream, specs: &[Spec]) -> syn::Result<RawOption> {
    let mut rest = tokens.clone().into_iter();
    let Some(TokenTree::Ident(name)) = rest.next() else {
        return Err(not_an_option(tokens.clone(), specs));
    };
    let value = match rest.next() {
        None => Value::None,
        Some(TokenTree::Punct(punct)) if punct.as_char() == '=' => {
            let value: TokenStream = rest.collect();
            match value.clone().into_iter().next() {
                // `==`, `=>`
                Some(TokenTree::Punct(next)) if matches!(next.as_char(), '=' | '>') => {
                    return Err(expected_equals(&name, &next.into(), specs));
                }
                _ => Value::Assigned(ungrouped(value)),
            }
        }
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
            if let Some(next) = rest.next() {
                return Err(missing_comma(&next));
            }
            Value::List(group.stream())
        }
        Some(_) if syn::parse2::<Path>(tokens.clone()).is_ok() => {
            return Err(not_an_option(tokens.clone(), specs));
        }
        Some(other) => return Err(expected_equals(&name, &other, specs)),
    };
    Ok(RawOption { name, value })
}

fn expected_equals(name: &Ident, found: &TokenTree, specs: &[Spec]) -> Error {
    let spec = specs.iter().find(|spec| name == spec.name);
    let help = spec.map_or_else(
        || "separate options by commas".to_owned(),
        |spec| format!("write `{}`", spec.example),
    );
    let message = match spec {
        Some(_) => format!("expected `=` after `{name}`"),
        None => format!("expected `=` or `,` after `{name}`"),
    };
    error(found, message, help)
}

/// A value whose option is not named, or something else.
pub(super) fn not_an_option(tokens: TokenStream, specs: &[Spec]) -> Error {
    let names = suggest::list(specs.iter().map(|spec| spec.name));
    let meant = specs.iter().find_map(|spec| meant(&tokens, *spec));
    let help = meant.unwrap_or_else(|| specs.first().map_or("", |spec| spec.example).to_owned());
    error(
        tokens,
        format!("expected an option: {names}"),
        format!("write `{help}`"),
    )
}

/// `tokens` as the value of the option, if it looks like one.
fn meant(
    tokens: &TokenStream,
    Spec {
        name, positional, ..
    }: Spec,
) -> Option<String> {
    match positional {
        Positional::No => None,
        Positional::Path => {
            let path = syn::parse2::<Path>(tokens.clone()).ok()?;
            Some(format!("{name} = {}", compact(&path)))
        }
        Positional::Url => {
            let url = syn::parse2::<LitStr>(tokens.clone()).ok()?;
            Some(format!("{name} = {}", url.token()))
        }
        Positional::Scopes => Some(format!("{name} = [{}]", strings_in(tokens)?)),
    }
}

/// A path as it was written.
pub(crate) fn compact(path: &Path) -> String {
    path.to_token_stream().to_string().replace(' ', "")
}

pub(super) fn missing_comma(next: &TokenTree) -> Error {
    error(
        next,
        format!("expected `,` before `{next}`"),
        "write a comma between them",
    )
}

/// Whether a name is written like a constant's, whose value no macro can see.
pub(crate) fn is_constant(name: &Ident) -> bool {
    let name = name.to_string();
    name.len() > 1
        && name
            .chars()
            .all(|c| c.is_uppercase() || c.is_numeric() || c == '_')
}

/// The result of parsing all of `tokens`, with an error that says what to write.
pub(crate) fn parse_all<T>(
    parsed: syn::Result<T>,
    tokens: &TokenStream,
    message: &str,
    help: &str,
) -> syn::Result<T> {
    parsed.map_err(|_| match after_first_item(tokens) {
        Some(next) => missing_comma(&next),
        None => error(tokens, message, help),
    })
}

/// The start of the next item, where a comma is missing: a name or a string before `=` or `(`, or a
/// string after a string.
fn after_first_item(tokens: &TokenStream) -> Option<TokenTree> {
    let tokens: Vec<_> = tokens.clone().into_iter().collect();
    let next = tokens.windows(2).skip(1).find_map(|pair| match pair {
        [
            item @ (TokenTree::Ident(_) | TokenTree::Literal(_)),
            TokenTree::Punct(punct),
        ] if punct.as_char() == '=' => Some(item),
        [item @ TokenTree::Ident(_), TokenTree::Group(group)]
            if group.delimiter() == Delimiter::Parenthesis =>
        {
            Some(item)
        }
        _ => None,
    });
    let string_after_string = || match tokens.as_slice() {
        [TokenTree::Literal(_), item @ TokenTree::Literal(_), ..] => Some(item),
        _ => None,
    };
    next.or_else(string_after_string).cloned()
}
