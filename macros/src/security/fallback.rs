//! What stands for a handler whose attribute is wrong, so that its route compiles all the same.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Type, parse_quote};

use super::expand::{guarded_handler, public_handler};
use crate::function::{Function, marker, scope, typed_parameters};
use crate::paths::Crate;

pub(super) fn fallback(krate: &Crate, function: &Function) -> TokenStream {
    let (rt, name) = (krate.private(), &function.signature.ident);
    let marker = marker(krate, function, "HANDLER");
    let first = typed_parameters(function).next().map(|(_, ty)| ty.clone());
    let (handler, value): (_, Type) = match first {
        Some(ty) => (guarded_handler(krate, function), ty),
        None => (public_handler(krate, function), parse_quote!(())),
    };
    let endpoint = quote! {
        #[automatically_derived]
        impl #rt::Endpoint for #name {
            type Value = #value;
            type Target = #rt::NotADependency;
            type Room = #rt::Merged<0, 0, 0>;
            const NODE: &'static #rt::Node = &#rt::Node::BROKEN;
            fn receive(
                _: #rt::Resolved<#rt::NotADependency>,
                _: #rt::At,
                _: &mut #rt::Pending,
            ) -> ::core::result::Result<#value, #rt::Refusal> {
                ::core::panic!()
            }
        }
    };
    let scope = scope(krate, function, None, &endpoint);
    quote!(#handler #marker #scope)
}
