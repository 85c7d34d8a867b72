//! The code for a handler with an invalid attribute, so that its route still compiles.

use proc_macro2::TokenStream;
use quote::quote;

use super::annotated::broken_handler;
use crate::function::{Function, marker, scope};
use crate::paths::Crate;

pub(crate) fn fallback(krate: &Crate, function: &Function) -> TokenStream {
    let inside = krate.imported();
    let (rt, name) = (inside.private(), &function.signature.ident);
    let marker = marker(krate, function, "BROKEN");
    let handler = broken_handler(krate, function);
    let endpoint = quote! {
        #[automatically_derived]
        impl<__S: #rt::RouterState> #rt::Guarded<__S, ()> for #name {
            fn guard() -> #rt::Guard<__S, ()> {
                #rt::Guard::public(&#rt::Plan::BROKEN)
            }
        }
    };
    let scope = scope(&inside, function, &[], false, &endpoint);
    quote!(#handler #marker #scope)
}
