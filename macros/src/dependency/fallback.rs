//! What stands for a dependency whose attribute is wrong, so that its dependants compile all the same.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Type, parse_quote};

use super::expand::returned;

use crate::function::{Function, marker, node_of, scope};
use crate::paths::Crate;

pub(super) fn fallback(krate: &Crate, function: &Function) -> TokenStream {
    let (rt, name) = (krate.private(), &function.signature.ident);
    let marker = marker(krate, function, "DEPENDENCY");
    let returned = match returned(&function.signature.output) {
        Type::ImplTrait(_) => parse_quote!(()),
        ty => ty,
    };
    let node = node_of(&rt, name, &quote!(#rt::Node::BROKEN));
    let impls = quote! {
            #node

            #[automatically_derived]
            impl #rt::Annotated for #name {}

            #[automatically_derived]
            impl #rt::Dependency for #name {
                type Returned = #returned;
            }

            #[automatically_derived]
            impl<__S: ::core::marker::Send + ::core::marker::Sync> #rt::Resolve<__S> for #name {
                async fn resolve(
                    _: &mut #rt::Parts,
                    _: &__S,
                    _: #rt::At,
                ) -> ::core::result::Result<#rt::Resolved<#returned>, #rt::Refusal> {
                    ::core::panic!()
                }
            }
    };
    let scope = scope(krate, function, None, &impls);
    quote!(#function #marker #scope)
}
