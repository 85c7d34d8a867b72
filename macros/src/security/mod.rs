//! `#[security(...)]`: who may call a handler.

mod annotated;
mod check;
mod documented;
mod expand;
mod fallback;
mod plan;
#[cfg(test)]
mod tests;

pub(crate) use self::fallback::fallback;
use self::fallback::fallback_of_method;
use proc_macro2::TokenStream;
use syn::{LitStr, Path};

use crate::diag::report;
use crate::function::{
    Doubt, Edge, Function, check_function, check_only_attribute, if_declared, split_at_condition,
};
use crate::options::{Facts, named_crate};
use crate::paths::Crate;

/// A handler with a valid attribute.
pub(crate) struct Handler {
    function: Function,
    /// Whether it is marked `public`.
    is_public: bool,
    /// Its dependencies.
    edges: Vec<Edge>,
    /// The parameters whose types may be wrong.
    doubts: Vec<Doubt>,
    /// The type of `rejection = ...`.
    rejection: Option<Path>,
    /// The scopes that it requires only of some requests.
    may_require: Vec<LitStr>,
    /// Flags for its node in the graph.
    facts: Facts,
    krate: Crate,
}

pub(crate) fn run(options: &TokenStream, item: TokenStream) -> TokenStream {
    let krate = named_crate(options);
    let mut function = match check_function(item.clone(), "security") {
        Ok(function) => function,
        Err(error) => return report(&error, fallback_of_method(&krate, item)),
    };
    if let Some(both) = split_at_condition(&krate, "security", options, &function) {
        return both;
    }
    let only = check_only_attribute(&mut function, "security");
    match only.and_then(|()| check::check(options, function.clone())) {
        Ok(handler) => expand::expand(handler),
        Err(error) => report(
            &error,
            fallback(&krate, &if_declared(&krate, options, function)),
        ),
    }
}
