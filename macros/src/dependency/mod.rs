//! `#[dependency(...)]`: a function that handlers and other dependencies take values from.

mod check;
mod error;
mod expand;
mod fallback;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;

use crate::diag::report;
use crate::function::{Edge, Function, check_function};
use crate::options::{Facts, named_crate};
use crate::paths::Crate;

/// A dependency whose attribute is right.
pub(crate) struct Dependency {
    function: Function,
    /// What its parameters receive the values of.
    edges: Vec<Edge>,
    /// What else it says in the graph.
    facts: Facts,
    krate: Crate,
}

pub(crate) fn run(options: TokenStream, item: TokenStream) -> TokenStream {
    let function = match check_function(item.clone(), "dependency") {
        Ok(function) => function,
        Err(error) => return report(&error, item),
    };
    let krate = named_crate(&options);
    match check::check(options, function.clone()) {
        Ok(dependency) => expand::expand(&dependency),
        Err(error) => report(&error, fallback::fallback(&krate, &function)),
    }
}
