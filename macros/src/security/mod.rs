//! `#[security(...)]`: who may call a handler.

mod check;
mod expand;
mod fallback;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;

use crate::diag::report;
use crate::function::{Edge, Function};
use crate::options::named_crate;
use crate::paths::Crate;

/// A handler whose attribute is right.
pub(crate) struct Handler {
    function: Function,
    access: Access,
    krate: Crate,
}

/// Who may call a handler.
enum Access {
    /// Anyone. The first parameter may still receive the value of a dependency.
    Public(Option<Edge>),
    /// Whoever gets through the dependency, whose value the first parameter receives.
    Guarded(Edge),
}

impl Access {
    /// What the first parameter receives the value of.
    fn edge(&self) -> Option<&Edge> {
        match self {
            Self::Public(edge) => edge.as_ref(),
            Self::Guarded(edge) => Some(edge),
        }
    }
}

pub(crate) fn run(options: TokenStream, item: TokenStream) -> TokenStream {
    let function = match Function::parse_item(item.clone(), "security") {
        Ok(function) => function,
        Err(error) => return report(&error, item),
    };
    let krate = named_crate(&options);
    match check::check(options, function.clone()) {
        Ok(handler) => expand::expand(&handler),
        Err(error) => report(&error, fallback::fallback(&krate, &function)),
    }
}
