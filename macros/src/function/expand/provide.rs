//! How a parameter gets its value.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::Type;

use super::scope::{Target, targets};
use crate::function::Edge;
use crate::paths::Crate;

/// The bounds under which what an edge leads to can be resolved.
pub(crate) fn resolve_bounds(krate: &Crate, edge: &Edge) -> TokenStream {
    let rt = krate.private();
    let targets = targets(edge).map(|Target { sound, .. }| quote!(#sound: #rt::Resolve<__S>,));
    targets.collect()
}

/// The function that adds the security schemes below these edges, with their verifiers.
pub(crate) fn find_verifiers(krate: &Crate, edges: &[Edge]) -> TokenStream {
    if edges.is_empty() {
        return TokenStream::new();
    }
    let (rt, visit) = (krate.private(), visit_verifiers(krate, edges));
    quote! {
        fn verifiers(__state: &__S, __verifiers: &mut #rt::Verifiers) {
            #visit
        }
    }
}

/// The statements of it.
pub(crate) fn visit_verifiers(krate: &Crate, edges: &[Edge]) -> TokenStream {
    let rt = krate.private();
    let targets = edges.iter().flat_map(targets).map(|target| target.sound);
    quote!(#(#rt::Verifiers::visit::<#targets, __S>(__verifiers, __state);)*)
}

/// The expression that resolves what an edge leads to, for the parameter of this type.
///
/// It is in an `async` function with `__call`, `__state`, `__at` and `__pending`.
pub(crate) fn provide(krate: &Crate, edge: &Edge, ty: &Type) -> TokenStream {
    let rt = krate.private();
    let (number, value) = (edge.number, edge.value(ty));
    let targets: Vec<_> = targets(edge).map(|target| target.sound).collect();
    let provided = if let [target] = targets.as_slice() {
        let receive = receive(krate, &target.to_token_stream(), value);
        quote! {{
            let __resolved = match #rt::Call::known::<#target>(__call, __child)? {
                ::core::option::Option::Some(__known) => __known,
                ::core::option::Option::None => {
                    let __new =
                        <<#target as #rt::Dependency>::Nesting as #rt::Nesting>::resolve::<#target, __S>(
                            __call, __state, __child,
                        ).await;
                    #rt::Call::keep::<#target>(__call, __child, __new)?
                }
            };
            #receive(__resolved, __child, &mut __pending)?
        }}
    } else {
        let tries = targets.iter().enumerate().map(|(i, target)| {
            let receive = receive(krate, &target.to_token_stream(), value);
            quote! {
                #rt::FirstOf::try_next::<#target, __S>(
                    &mut __first, __call, __state, #rt::Requirement::child(__child, #i), #receive,
                ).await?;
            }
        });
        quote! {
            {
                let mut __first = #rt::FirstOf::<#value>::new();
                #(#tries)*
                #rt::FirstOf::finish(__first, &mut __pending)?
            }
        }
    };
    let provided = if edge.is_optional {
        quote! {
            if #rt::Call::presents(__call, __child, |__verifiers: &mut #rt::Verifiers| {
                #(#rt::Verifiers::visit::<#targets, __S>(__verifiers, __state);)*
            }) {
                ::core::option::Option::Some(#provided)
            } else {
                ::core::option::Option::None
            }
        }
    } else {
        provided
    };
    quote! {{
        let __child = #rt::Requirement::child(__at, #number);
        #provided
    }}
}

/// The name of the only target of the only edge, if there is just one that is not optional.
pub(crate) fn only_target(edges: &[Edge]) -> Option<(&Edge, Ident)> {
    match edges {
        [edge] if !edge.is_optional && edge.targets.len() == 1 => {
            targets(edge).next().map(|target| (edge, target.sound))
        }
        _ => None,
    }
}

/// The function that makes a `ty` of what the edge's target gave.
///
/// It is a path from the parameter's type, so that errors show all of that type.
pub(crate) fn receive(krate: &Crate, target: &TokenStream, ty: &Type) -> TokenStream {
    let rt = krate.private();
    quote!(<#ty as #rt::Receive<<#target as #rt::Dependency>::Returned, #target>>::receive)
}
