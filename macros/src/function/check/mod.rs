//! Checks the attributes of a function and of its parameters.

mod attributes;
mod doubts;
mod edge;
mod edges;
mod may_require;
mod meant;
mod parameters;
mod scopes;
mod step_up;
mod target;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::Parser;
use syn::{Block, Item, Safety, TraitItemFn};

pub(crate) use self::attributes::check_only_attribute;
pub(crate) use self::doubts::{Doubt, TypeCheck, doubted_extractors, doubted_values, short};
pub(crate) use self::edge::{Edge, EdgeOptions, optional_value, places};
pub(crate) use self::edges::{EdgesOptions, take_attributes};
pub(crate) use self::may_require::check_may_require;
use self::parameters::find;
pub(crate) use self::parameters::{
    Parameter, borrows, check_extractors, check_first_parameter, check_received_values,
    extracted_types, first_argument, is_primitive, mentions, mentions_parameter,
    name_of_no_extractor, optional, parameter_type, suspicious_types, takes_scopes,
    typed_parameters,
};
pub(crate) use self::step_up::StepUp;
use super::parse::Function;
use super::surroundings::is_in_impl;
use crate::diag::{Errors, error};
use crate::options::ungrouped;

/// The free function that has the attribute.
pub(crate) fn check_function(item: TokenStream, attribute: &str) -> syn::Result<Function> {
    let item = ungrouped(item);
    let start = item.clone().into_iter().next();
    let function = match Function::new(item.clone()) {
        Ok(function) => function,
        Err(syntax) => return Err(not_a_function(item, attribute, syntax)),
    };
    let help = "move the function out of the `impl`, and take what it needs as a parameter, \
                such as `State(...)`";
    if let Some(receiver) = function.signature.receiver() {
        let message = format!("`#[{attribute}]` goes on a free function, not on a method");
        return Err(error(receiver, message, help));
    }
    let is_in_impl = start.and_then(|start| is_in_impl(start.span()));
    let found = match is_in_impl {
        Some(true) => Some(function.signature.ident.to_token_stream()),
        Some(false) => None,
        None => self_type(&function).map(TokenStream::from),
    };
    if let Some(found) = found {
        let message = format!("`#[{attribute}]` goes on a free function, not on one of a type");
        return Err(error(found, message, help));
    }
    Ok(function)
}

/// The `Self` of an `impl` around the function. Items and macros in the body may have their own.
fn self_type(function: &Function) -> Option<TokenTree> {
    if let Some(found) = find(function.signature.to_token_stream(), "Self") {
        return Some(found);
    }
    let body = || function.body.to_token_stream();
    let found = find(body(), "Self")?;
    let mut hiding = ["impl", "trait", "struct", "enum", "union", "!"].into_iter();
    let is_certain = hiding.all(|word| find(body(), word).is_none());
    is_certain.then_some(found)
}

/// Generated code calls the function, and cannot uphold the safety conditions of an `unsafe` one.
pub(crate) fn check_safe(function: &Function, attribute: &str, errors: &mut Errors) {
    if let Safety::Unsafe(keyword) = &function.signature.safety {
        errors.push(error(
            keyword,
            format!("`#[{attribute}]` goes on a safe function"),
            "remove `unsafe`: scopegate calls the function, and cannot uphold its safety conditions",
        ));
    }
}

fn not_a_function(item: TokenStream, attribute: &str, syntax: syn::Error) -> syn::Error {
    if let Ok(function) = syn::parse2::<TraitItemFn>(item.clone()) {
        return error(
            &function.sig.ident,
            format!("`#[{attribute}]` goes on a free function, not on one of a trait"),
            "move it out of the trait, with a body",
        );
    }
    let Ok(other) = syn::parse2::<Item>(item.clone()) else {
        return not_an_item(item, attribute).unwrap_or(syntax);
    };
    let (what, place) = match &other {
        Item::Fn(_) => return syntax,
        Item::Struct(item) => ("struct", item.ident.to_token_stream()),
        Item::Enum(item) => ("enum", item.ident.to_token_stream()),
        Item::Impl(item) => ("impl", item.self_ty.to_token_stream()),
        Item::Mod(item) => ("module", item.ident.to_token_stream()),
        Item::Trait(item) => ("trait", item.ident.to_token_stream()),
        Item::Const(item) => ("constant", item.ident.to_token_stream()),
        Item::Static(item) => ("static", item.ident.to_token_stream()),
        Item::Type(item) => ("type", item.ident.to_token_stream()),
        Item::Use(item) => ("import", item.tree.to_token_stream()),
        _ => ("item", other.to_token_stream()),
    };
    let help = match what {
        "struct" | "enum" => {
            "write it above a `fn`; a security scheme is `#[derive(SecurityScheme)]`"
        }
        "impl" => "write it above each function, outside of the `impl`",
        _ => "write it above a `fn`",
    };
    error(
        place,
        format!("`#[{attribute}]` goes on a function, not on this {what}"),
        help,
    )
}

/// The error for a closure, or another statement or expression.
fn not_an_item(tokens: TokenStream, attribute: &str) -> Option<syn::Error> {
    let statements = Block::parse_within.parse2(tokens.clone()).ok()?;
    let is_closure = find(tokens, "|").is_some();
    let what = if is_closure {
        "a closure"
    } else {
        "a statement"
    };
    Some(error(
        statements.first()?,
        format!("`#[{attribute}]` goes on a function, not on {what}"),
        "write it above a `fn`, and name this function",
    ))
}
