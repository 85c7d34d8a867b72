//! The lists of scopes, as they are written: `[...]`, `any(...)` and `all(...)`.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use syn::LitStr;

use super::expression::Expression;
use super::literal::scope_literal;
use super::mistakes::{meant_list, not_a_list};
use crate::diag::{Errors, error};
use crate::options::table::SCOPES;
use crate::options::{RawOption, Value, call, split_at_commas, ungrouped};
use crate::scheme::{check_placeholders, check_scope_token};

/// The whole value of `scopes = ...`.
pub(super) fn parse_expression(option: &RawOption, errors: &mut Errors) -> Option<Expression> {
    if let Value::Assigned(value) = &option.value
        && let Some((name, list)) = combined(value)
    {
        return combination(option, &name, list, errors);
    }
    let list = errors.keep(scope_list(option))?;
    Some(Expression::All(parts(option, list, errors)))
}

/// The name and the list in `any(...)` or `all(...)`.
pub(in super::super) fn combined(tokens: &TokenStream) -> Option<(Ident, TokenStream)> {
    call(tokens).filter(|(name, _)| name == "any" || name == "all")
}

fn combination(
    option: &RawOption,
    name: &Ident,
    list: TokenStream,
    errors: &mut Errors,
) -> Option<Expression> {
    let before = errors.count();
    let parts = parts(option, list, errors);
    if errors.count() > before {
        return None;
    }
    if parts.len() < 2 {
        let message = format!("`{name}` needs two scopes or more");
        let meant = match &option.value {
            Value::Assigned(value) => meant_list(option, value),
            Value::None | Value::List(_) => None,
        };
        let help = meant.map_or_else(
            || format!("write `{name}(\"items:read\", \"admin\")`"),
            |meant| format!("write `{} = {meant}`, or add another one", option.name),
        );
        errors.push(error(name, message, help));
        return None;
    }
    Some(if name == "any" {
        Expression::Any(parts)
    } else {
        Expression::All(parts)
    })
}

/// The items of a list, without duplicates.
fn parts(option: &RawOption, list: TokenStream, errors: &mut Errors) -> Vec<Expression> {
    let mut parts: Vec<Expression> = Vec::new();
    for tokens in split_at_commas(list) {
        let tokens = ungrouped(tokens);
        if let Some((name, list)) = combined(&tokens) {
            parts.extend(combination(option, &name, list, errors));
            continue;
        }
        let Some(scope) = errors.keep(scope_literal(option, &tokens)) else {
            continue;
        };
        let is_listed = |part: &Expression| matches!(part, Expression::Scope(known) if known.value() == scope.value());
        if parts.iter().any(is_listed) {
            let message = format!("scope `{}` is listed twice", scope.value());
            errors.push(error(scope, message, "remove one of them"));
        } else if errors.keep(check_required(option, &scope)).is_some() {
            parts.push(Expression::Scope(scope));
        }
    }
    parts
}

/// A scope that is always required has no values of a request.
fn check_required(option: &RawOption, scope: &LitStr) -> syn::Result<()> {
    check_scope_token(scope)?;
    let names = check_placeholders(scope)?;
    if names.is_empty() || option.name != SCOPES.name {
        return Ok(());
    }
    let text = scope.token();
    Err(error(
        scope,
        "a scope with a placeholder is required with the value of a request",
        format!(
            "declare it with `may_require = [{text}]`, and write `token.require({text})?` in the function"
        ),
    ))
}

/// The `[...]` of `scopes = [...]`.
fn scope_list(option: &RawOption) -> syn::Result<TokenStream> {
    if let Value::List(list) = &option.value
        && let Some(meant) = meant_list(option, list)
    {
        let help = format!("write `{} = {meant}`", option.name);
        let message = format!("expected `{} = [...]`", option.name);
        return Err(error(option, message, help));
    }
    let value = option.assigned()?;
    let mut tokens = value.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(list)), None) if list.delimiter() == Delimiter::Bracket => {
            Ok(Group::stream(&list))
        }
        (Some(TokenTree::Group(list)), Some(next)) if list.delimiter() == Delimiter::Bracket => {
            let message = format!("expected `,` before `{next}`");
            Err(error(next, message, "write a comma between them"))
        }
        _ => Err(not_a_list(option, &value)),
    }
}
