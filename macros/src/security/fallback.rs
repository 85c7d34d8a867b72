//! The code for a handler with an invalid attribute, so that its route still compiles.

use proc_macro2::TokenStream;
use quote::quote;

use super::expand::broken_handler;
use crate::function::{Function, marker, scope};
use crate::paths::Crate;

pub(super) fn fallback(krate: &Crate, function: &Function) -> TokenStream {
    let (rt, name) = (krate.private(), &function.signature.ident);
    let marker = marker(krate, function, "BROKEN");
    let handler = broken_handler(krate, function);
    let endpoint = quote! {
        #[automatically_derived]
        impl #rt::Endpoint for #name {
            type Value = ();
            const NODE: &'static #rt::Node = &#rt::Node::BROKEN;
            type Buffer = #rt::PlanBuffer<0, 0, 0, 0>;
        }

        #[automatically_derived]
        impl<__S: ::core::marker::Send + ::core::marker::Sync> #rt::Guard<__S> for #name {
            async fn guard(
                _: &mut #rt::Call<'_>,
                _: &__S,
                _: #rt::Requirement,
            ) -> ::core::result::Result<(), #rt::Refusal> {
                ::core::panic!()
            }
        }
    };
    let scope = scope(krate, function, &[], false, &endpoint);
    quote!(#handler #marker #scope)
}
