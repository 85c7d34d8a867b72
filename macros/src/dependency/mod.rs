//! `#[dependency(...)]`: a function whose value handlers and other dependencies receive.

mod check;
mod declared;
mod error;
mod expand;
mod fallback;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use syn::LitStr;

use crate::diag::report;
use crate::function::{
    Doubt, Edge, Function, check_function, check_only_attribute, if_declared, remember,
    split_at_condition,
};
use crate::options::{Facts, named_crate};
use crate::paths::Crate;
use crate::security;

/// A dependency with a valid attribute.
pub(crate) struct Dependency {
    function: Function,
    /// Its own dependencies.
    edges: Vec<Edge>,
    /// The parameters whose types may be wrong.
    doubts: Vec<Doubt>,
    /// What it decides about an object.
    permission: Option<LitStr>,
    /// The scopes that it requires only of some requests.
    may_require: Vec<LitStr>,
    /// Flags for its node in the graph.
    facts: Facts,
    krate: Crate,
}

pub(crate) fn run(options: &TokenStream, item: TokenStream) -> TokenStream {
    let mut function = match check_function(item.clone(), "dependency") {
        Ok(function) => function,
        Err(error) => return report(&error, item),
    };
    remember(
        &function.signature.ident,
        check::given(&function.signature.output),
    );
    let krate = named_crate(options);
    if let Some(both) = split_at_condition(&krate, "dependency", options, &function) {
        return both;
    }
    if let Err(error) = check_only_attribute(&mut function, "dependency") {
        // If the other one is `#[security]`, routes take it.
        return report(&error, security::fallback(&krate, &function));
    }
    match check::check(options, function.clone()) {
        Ok(dependency) => expand::expand(dependency),
        Err(error) => report(
            &error,
            fallback::fallback(&krate, &if_declared(&krate, options, function)),
        ),
    }
}
