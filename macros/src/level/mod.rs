//! `level!(...)`: the requirement of all routes of a router.

mod check;
mod expand;

use proc_macro2::TokenStream;
use quote::quote;

use crate::diag::report;
use crate::function::Edge;
use crate::options::named_crate;
use crate::paths::Crate;

/// A level with valid options.
struct Level {
    edges: Vec<Edge>,
    krate: Crate,
}

pub(crate) fn run(options: TokenStream) -> TokenStream {
    let krate = named_crate(&options);
    match check::check(options) {
        Ok(level) => expand::expand(&level),
        Err(error) => {
            let error = report(&error, TokenStream::new());
            let rt = krate.private();
            quote!({ #error; <#rt::NotADependency as #rt::Enforced<_>>::level(&#rt::Node::BROKEN) })
        }
    }
}
