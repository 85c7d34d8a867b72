//! What stands for a handler whose attribute is wrong, so that its route compiles all the same.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Type, parse_quote};

use super::expand::{guarded_handler, public_handler};
use crate::function::{Function, marker, typed_parameters};
use crate::paths::Crate;

pub(super) fn fallback(function: &Function) -> TokenStream {
    let krate = Crate::new(None);
    let (rt, name) = (krate.private(), &function.signature.ident);
    let marker = marker(function);
    let first = typed_parameters(function).next().map(|(_, ty)| ty.clone());
    let (handler, value): (_, Type) = match first {
        Some(ty) => (guarded_handler(&krate, function), ty),
        None => (public_handler(&krate, function), parse_quote!(())),
    };
    quote! {
        #handler
        #marker
        const _: () = {
            #[automatically_derived]
            impl #rt::Endpoint for #name {
                type Value = #value;
                fn operation() -> &'static #rt::Operation {
                    ::core::panic!()
                }
            }

            #[automatically_derived]
            impl<__S: ::core::marker::Send + ::core::marker::Sync> #rt::Guard<__S> for #name {
                async fn guard(
                    _: &mut #rt::Parts,
                    _: &__S,
                ) -> ::core::result::Result<Self::Value, #rt::Refusal> {
                    ::core::panic!()
                }
            }
        };
    }
}
