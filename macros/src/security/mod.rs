//! `#[security(...)]`: who may call a handler.

mod annotated;
mod check;
mod expand;
mod fallback;
mod plan;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use syn::Path;

use crate::diag::report;
use crate::function::{Edge, Function, check_function};
use crate::options::{Facts, named_crate};
use crate::paths::Crate;

/// A handler with a valid attribute.
pub(crate) struct Handler {
    function: Function,
    /// Whether it is marked `public`.
    is_public: bool,
    /// Its dependencies.
    edges: Vec<Edge>,
    /// The type of `rejection = ...`.
    rejection: Option<Path>,
    /// Flags for its node in the graph.
    facts: Facts,
    krate: Crate,
}

pub(crate) fn run(options: TokenStream, item: TokenStream) -> TokenStream {
    let function = match check_function(item.clone(), "security") {
        Ok(function) => function,
        Err(error) => return report(&error, item),
    };
    let krate = named_crate(&options);
    match check::check(options, function.clone()) {
        Ok(handler) => expand::expand(&handler),
        Err(error) => report(&error, fallback::fallback(&krate, &function)),
    }
}
