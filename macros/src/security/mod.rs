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

/// A handler whose attribute is right.
pub(crate) struct Handler {
    function: Function,
    /// Whether it says that anyone may call it.
    is_public: bool,
    /// What its parameters receive the values of.
    edges: Vec<Edge>,
    /// The type that says how it refuses requests.
    rejection: Option<Path>,
    /// What else it says in the graph.
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
