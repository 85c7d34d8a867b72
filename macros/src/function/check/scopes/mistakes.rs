//! A value of `scopes` that is not a list: what was probably meant.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::{Lit, LitStr, Path};

use super::check_scopes;
use super::expression::Expression;
use crate::diag::{Errors, error};
use crate::function::check::meant::{Meant, has_operator};
use crate::options::{RawOption, Value, is_constant};
use crate::suggest::combination;

pub(super) fn not_a_list(option: &RawOption, value: &TokenStream) -> syn::Error {
    if let Ok(name) = syn::parse2::<Ident>(value.clone())
        && is_constant(&name)
    {
        return error(
            value,
            "expected a list of scopes: macros cannot read constants",
            "write the scopes themselves: `scopes = [\"items\"]`",
        );
    }
    let help = meant_list(option, value)
        .map(|meant| format!("write `{} = {meant}`", option.name))
        .or_else(|| both_meanings(option, value))
        .unwrap_or_else(|| option.write_example());
    error(value, message(option, value), help)
}

fn message(option: &RawOption, value: &TokenStream) -> String {
    let (first, last) = (
        value.clone().into_iter().next(),
        value.clone().into_iter().last(),
    );
    if syn::parse2::<LitStr>(value.clone()).is_ok() {
        return format!("`{}` is a list, not a string", option.name);
    }
    if has_operator(value) {
        return "scopes have no operators".to_owned();
    }
    match first {
        Some(TokenTree::Ident(name)) if combination(&name.to_string()).is_some() => {
            "alternatives are `any(...)`, and all of several scopes are `all(...)` or `[...]`"
                .to_owned()
        }
        _ if matches!(last, Some(TokenTree::Group(_))) => {
            format!("`{}` is a list in brackets", option.name)
        }
        _ => "expected a list of scopes".to_owned(),
    }
}

/// The help for a list after a name that says nothing.
fn both_meanings(option: &RawOption, value: &TokenStream) -> Option<String> {
    let TokenTree::Group(list) = value.clone().into_iter().last()? else {
        return None;
    };
    let all = meant_list(option, &list.stream())?;
    let any = format!("any({})", all.strip_prefix('[')?.strip_suffix(']')?);
    Some(format!(
        "write `scopes = {all}` if all are required, or `scopes = {any}` if one is enough"
    ))
}

/// The whole value of `scopes = ...`, as it was probably meant.
pub(super) fn meant_list(option: &RawOption, value: &TokenStream) -> Option<String> {
    accepted(option, &meant(value)?, true)
}

/// An item of a list, as it was probably meant.
pub(super) fn meant_item(option: &RawOption, item: &TokenStream) -> Option<String> {
    accepted(option, &meant(item)?, false)
}

/// The source of an expression in which no other rule is broken.
fn accepted(option: &RawOption, meant: &Expression, is_top: bool) -> Option<String> {
    let (mut errors, value) = (Errors::default(), meant.source(true));
    let corrected = RawOption {
        name: option.name.clone(),
        value: Value::Assigned(value.parse().ok()?),
        place: option.place,
        example: option.example,
    };
    check_scopes(&corrected, &mut errors);
    errors.is_empty().then(|| meant.source(is_top))
}

fn meant(tokens: &TokenStream) -> Option<Expression> {
    let mut expression = expression(Meant::read(tokens, &words)?);
    expression.flatten();
    Some(expression)
}

fn expression(meant: Meant<LitStr>) -> Expression {
    let each = |parts: Vec<_>| parts.into_iter().map(expression).collect();
    match meant {
        Meant::One(scope) => Expression::Scope(scope),
        Meant::All(parts) => Expression::All(each(parts)),
        Meant::Any(parts) => Expression::Any(each(parts)),
    }
}

/// The scopes in a string with spaces, as in a token, or one that was written without quotes or as another literal:
/// `items`, `items:read`, `'i'`.
fn words(tokens: &TokenStream) -> Option<Meant<LitStr>> {
    let text = match syn::parse2(tokens.clone()) {
        Ok(Lit::Str(text)) => text.value(),
        Ok(Lit::Char(c)) => c.value().into(),
        Ok(Lit::ByteStr(bytes)) => String::from_utf8(bytes.value()).ok()?,
        Ok(Lit::CStr(text)) => text.value().into_string().ok()?,
        _ => name(tokens)?,
    };
    let span = tokens.clone().into_iter().next()?.span();
    let words = text.split([' ', ',']).filter(|word| !word.is_empty());
    let mut words: Vec<_> = words
        .map(|word| Meant::One(LitStr::new(word, span)))
        .collect();
    if words.len() > 1 {
        return Some(Meant::All(words));
    }
    words.pop()
}

/// A scope without quotes. Constants and their paths are none.
fn name(tokens: &TokenStream) -> Option<String> {
    let is_word = |token| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(punct) => matches!(punct.as_char(), ':' | '.' | '-' | '/'),
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    };
    let is_text = tokens.clone().into_iter().all(is_word) && !names_constant(tokens);
    is_text.then(|| tokens.to_string().replace(' ', ""))
}

/// Whether it is probably the path of a constant.
pub(in crate::function::check) fn names_constant(tokens: &TokenStream) -> bool {
    syn::parse2::<Path>(tokens.clone()).is_ok_and(|path| {
        let last = path.segments.last();
        path.segments.len() > 1 || last.is_some_and(|name| is_constant(&name.ident))
    })
}
