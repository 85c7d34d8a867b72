//! Parses one option.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Path;

use super::list::ungrouped;
use super::place::Place;

/// An option as written.
pub(crate) struct RawOption {
    pub(crate) name: Ident,
    pub(crate) value: Value,
    pub(crate) place: Place,
    /// An example of it for the place where it stands.
    pub(crate) example: &'static str,
}

impl RawOption {
    /// The option as it is written.
    pub(crate) fn source(&self) -> String {
        let name = &self.name;
        match &self.value {
            Value::None => name.to_string(),
            Value::Assigned(value) => format!("{name} = {value}"),
            Value::List(list) => format!("{name}({list})"),
        }
    }
}

/// What follows the name of an option.
pub(crate) enum Value {
    /// Nothing: `public`.
    None,
    /// `= value`.
    Assigned(TokenStream),
    /// `(list)`.
    List(TokenStream),
}

impl ToTokens for RawOption {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.name.to_tokens(tokens);
        match &self.value {
            Value::None => {}
            Value::Assigned(value) | Value::List(value) => value.to_tokens(tokens),
        }
    }
}

/// Why tokens are not an option.
pub(super) enum Malformed {
    /// They do not start with a name, or are a path.
    NotAnOption,
    /// The name is not followed by `=`, `(` or `,`.
    NotAssigned { name: Ident, found: TokenTree },
    /// Something follows the list.
    NoComma(TokenTree),
}

pub(super) fn parse_option(tokens: &TokenStream, place: Place) -> Result<RawOption, Malformed> {
    let mut rest = tokens.clone().into_iter();
    let Some(TokenTree::Ident(name)) = rest.next() else {
        return Err(Malformed::NotAnOption);
    };
    let value = match rest.next() {
        None => Value::None,
        Some(TokenTree::Punct(punct)) if punct.as_char() == '=' => {
            let value: TokenStream = rest.collect();
            match value.clone().into_iter().next() {
                // `==`, `=>`
                Some(TokenTree::Punct(next)) if matches!(next.as_char(), '=' | '>') => {
                    let found = next.into();
                    return Err(Malformed::NotAssigned { name, found });
                }
                _ => Value::Assigned(ungrouped(value)),
            }
        }
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
            if let Some(next) = rest.next() {
                return Err(Malformed::NoComma(next));
            }
            Value::List(group.stream())
        }
        Some(_) if syn::parse2::<Path>(tokens.clone()).is_ok() => {
            return Err(Malformed::NotAnOption);
        }
        Some(found) => return Err(Malformed::NotAssigned { name, found }),
    };
    Ok(RawOption {
        name,
        value,
        place,
        example: "",
    })
}

/// A path as written, without spaces.
pub(crate) fn compact(path: &Path) -> String {
    path.to_token_stream().to_string().replace(' ', "")
}

/// Whether a name looks like that of a constant, whose value macros cannot read.
pub(crate) fn is_constant(name: &Ident) -> bool {
    let name = name.to_string();
    name.len() > 1
        && name
            .chars()
            .all(|c| c.is_uppercase() || c.is_numeric() || c == '_')
}

/// The start of the next item if a comma is missing: a name or a string before `=` or `(`, or a string after a string.
pub(super) fn after_first_item(tokens: &TokenStream) -> Option<TokenTree> {
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
