//! `#[dependency(...)]`: a function whose value handlers and other dependencies receive.

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

/// A dependency with a valid attribute.
pub(crate) struct Dependency {
    function: Function,
    /// Its own dependencies.
    edges: Vec<Edge>,
    /// Flags for its node in the graph.
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
