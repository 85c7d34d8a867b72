//! The code for a handler with an invalid attribute, so that its route still compiles.

use proc_macro2::TokenStream;
use quote::quote;

use super::annotated::{broken_handler, broken_method};
use crate::function::{Function, marker};
use crate::paths::Crate;

pub(crate) fn fallback(krate: &Crate, function: &Function) -> TokenStream {
    let marker = marker(krate, function, "BROKEN");
    let handler = broken_handler(krate, function);
    quote!(#handler #marker)
}

/// The same for what is no free function. It has no type of its name: a type has no types in it.
pub(super) fn fallback_of_method(krate: &Crate, item: TokenStream) -> TokenStream {
    match Function::new(item.clone()) {
        Ok(function) => {
            let method = broken_method(krate, &function);
            quote!(#method)
        }
        Err(_) => item,
    }
}
