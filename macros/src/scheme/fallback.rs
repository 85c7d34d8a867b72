//! What stands for a scheme whose attribute is wrong, so that its dependants compile all the same.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::function::{kind, node_of};
use crate::paths::Crate;

pub(super) fn fallback(krate: &Crate, name: &Ident) -> TokenStream {
    let rt = krate.private();
    let node = node_of(&rt, name, &quote!(#rt::Node::BROKEN));
    let kind = kind(krate, name, "DEPENDENCY");
    quote! {
        const _: () = {
            #kind
            #node

            #[automatically_derived]
            impl #rt::Annotated for #name {}

            #[automatically_derived]
            impl #rt::Dependency for #name {
                type Returned = #rt::VerifiedToken;
            }

            #[automatically_derived]
            impl<__S: ::core::marker::Send + ::core::marker::Sync> #rt::Resolve<__S> for #name {
                async fn resolve(
                    _: &mut #rt::Parts,
                    _: &__S,
                    _: #rt::At,
                ) -> ::core::result::Result<#rt::Resolved<#rt::VerifiedToken>, #rt::Refusal> {
                    ::core::panic!()
                }
            }
        };
    }
}
