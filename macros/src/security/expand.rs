use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Handler;
use super::annotated::{guarded_handler, one_or_tuple, public_handler, value};
use super::documented::documented;
use super::plan::plan;
use crate::function::{
    doubt, marker, only_target, parameter_type, provide, resolve_bounds, scope, type_checks,
    visit_verifiers, with_declared,
};
use crate::paths::Crate;

pub(super) fn expand(mut handler: Handler) -> TokenStream {
    let Handler {
        function,
        edges,
        doubts,
        krate,
        ..
    } = &mut handler;
    let checks = doubt(krate, function, edges, doubts);
    expand_checked(&handler, &checks)
}

/// `checks` are those of the parameters' types.
fn expand_checked(handler: &Handler, checks: &TokenStream) -> TokenStream {
    let Handler {
        function,
        edges,
        may_require,
        krate,
        ..
    } = handler;
    let declared = &with_declared(krate, may_require, function);
    let annotated = if edges.is_empty() {
        public_handler(krate, declared)
    } else {
        guarded_handler(krate, declared, edges)
    };
    let marker = marker(krate, function, "HANDLER");
    let inside = &krate.imported();
    let (plan, guarded) = (plan(handler, inside), guarded(handler, inside));
    let types = type_checks(inside, function, edges);
    let documented = documented(handler, inside);
    let scope = scope(
        inside,
        function,
        edges,
        false,
        &quote!(#checks #plan #guarded #types #documented),
    );
    quote!(#annotated #marker #scope)
}

/// The implementation by which routers find the guard.
fn guarded(handler: &Handler, krate: &Crate) -> TokenStream {
    let Handler {
        function, edges, ..
    } = handler;
    let (rt, name) = (krate.private(), &function.signature.ident);
    let value = value(function, edges);
    let bounds = edges.iter().map(|edge| resolve_bounds(krate, edge));
    let guard = guard(handler, krate);
    quote! {
        impl<__S: #rt::RouterState> #rt::Guarded<__S, #value> for #name
        where
            #(#bounds)*
        {
            fn guard() -> #rt::Guard<__S, #value> {
                #guard
            }
        }
    }
}

fn guard(handler: &Handler, krate: &Crate) -> TokenStream {
    let Handler {
        function, edges, ..
    } = handler;
    let rt = krate.private();
    if edges.is_empty() {
        return quote!(#rt::Guard::public(&DECLARED_SECURITY));
    }
    if let Some((_, target)) = only_target(edges) {
        let value = value(function, edges);
        return quote! {
            <#value as #rt::Receive<<#target as #rt::Dependency>::Returned, #target>>::guard(
                &DECLARED_SECURITY,
            )
        };
    }
    let values: Vec<_> = edges
        .iter()
        .map(|edge| format_ident!("__value{}", edge.number))
        .collect();
    let provided = edges.iter().zip(&values).filter_map(|(edge, value)| {
        let ty = parameter_type(function, edge.parameter)?;
        let provided = provide(krate, edge, ty);
        Some(quote!(let #value: #ty = #provided;))
    });
    let all = one_or_tuple(&values);
    let verifiers = visit_verifiers(krate, edges);
    quote! {
        #rt::Guard::new(
            &DECLARED_SECURITY,
            |__parts, __state, __levels, __plan| ::std::boxed::Box::pin(async move {
                let (mut __call, __at) =
                    #rt::Call::enter(__parts, __state, __levels, __plan).await?;
                let __call = &mut __call;
                let mut __pending = <#rt::Pending as ::core::default::Default>::default();
                #(#provided)*
                #rt::Pending::enforce(__pending)?;
                ::core::result::Result::Ok(#all)
            }),
            |__state: &__S, __verifiers: &mut #rt::Verifiers| { #verifiers },
        )
    }
}
