//! How a parameter gets its value.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use super::scope::{Target, targets};
use crate::function::{Edge, optional, optional_value};
use crate::paths::Crate;

/// The bounds under which what an edge leads to can be resolved.
///
/// The `()` is that trait's default. Where the path leads nowhere, the compiler would not use it: it would take the bound
/// for one on the function itself.
pub(crate) fn resolve_bounds(krate: &Crate, edge: &Edge) -> TokenStream {
    let rt = krate.private();
    let targets = targets(edge).map(|Target { sound, .. }| quote!(#sound: #rt::Resolve<__S, ()>,));
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
    let (number, value) = (edge.number, edge.value(&rt, ty));
    let targets: Vec<_> = targets(edge).map(|target| target.sound).collect();
    // Where the value's type follows from the parameter's, all errors are about that.
    let is_derived = edge.is_optional && optional(ty).is_none();
    let span = if is_derived {
        ty.span()
    } else {
        Span::call_site()
    };
    let receive = |target: &Ident| receive(krate, &target.to_token_stream(), &value, span);
    let provided = if let [target] = targets.as_slice() {
        let receive = receive(target);
        let received = quote!(__resolved, __child, &mut __pending);
        let received = quote_spanned!(span=> #receive(#received)?);
        quote! {{
            // With `match`, room for what is known would be in the future.
            let __resolved = if let ::core::option::Option::Some(__known) =
                #rt::Call::known::<#target>(__call, __child)?
            {
                __known
            } else {
                let __new =
                    <<#target as #rt::Dependency>::Nesting as #rt::Nesting>::resolve::<#target, __S>(
                        __call, __state, __child,
                    ).await;
                #rt::Call::keep::<#target>(__call, __child, __new)?
            };
            #received
        }}
    } else {
        let tries = targets.iter().enumerate().map(|(i, target)| {
            let receive = receive(target);
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
        let optional = optional_value(&rt, ty);
        let [present, absent] = ["present", "absent"].map(|name| {
            let name = Ident::new(name, ty.span());
            quote_spanned!(ty.span()=> #optional::#name)
        });
        quote! {
            if #rt::Call::presents(__call, __child, |__verifiers: &mut #rt::Verifiers| {
                #(#rt::Verifiers::visit::<#targets, __S>(__verifiers, __state);)*
            }) {
                #present(#provided)
            } else {
                #absent()
            }
        }
    } else {
        provided
    };
    let provided = quote! {{
        let __child = #rt::Requirement::child(__at, #number);
        #provided
    }};
    if is_derived {
        relocated(provided, span)
    } else {
        provided
    }
}

/// The tokens at the place of `span`. Names stay those of generated code.
fn relocated(tokens: TokenStream, span: Span) -> TokenStream {
    let relocated = tokens.into_iter().map(|mut token| {
        match &mut token {
            TokenTree::Group(group) => {
                *group = Group::new(group.delimiter(), relocated(group.stream(), span));
                group.set_span(span);
            }
            TokenTree::Ident(name) => name.set_span(name.span().located_at(span)),
            other => other.set_span(span),
        }
        token
    });
    relocated.collect()
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
fn receive(krate: &Crate, target: &TokenStream, ty: &TokenStream, span: Span) -> TokenStream {
    let rt = krate.private();
    quote_spanned!(span=> <#ty as #rt::Receive<<#target as #rt::Dependency>::Returned, #target>>::receive)
}
