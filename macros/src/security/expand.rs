use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{FnArg, parse_quote};

use super::{Access, Handler};
use crate::function::{
    Edge, Function, checks, marker, node, receive, scope, target, typed_parameters,
};
use crate::paths::Crate;

pub(super) fn expand(handler: &Handler) -> TokenStream {
    let Handler {
        function,
        access,
        krate,
    } = handler;
    let marker = marker(krate, function, "HANDLER");
    let (handler, edge) = match access {
        Access::Public => (public_handler(krate, function), None),
        Access::Guarded(edge) => (guarded_handler(krate, function), Some(edge)),
    };
    let checks = edge.map(|edge| checks(krate, edge, None));
    let endpoint = endpoint(krate, function, edge);
    let scope = scope(krate, function, edge, &quote!(#checks #endpoint));
    quote!(#handler #marker #scope)
}

/// The function with our extractor where the dependency's value was.
pub(super) fn guarded_handler(krate: &Crate, function: &Function) -> Function {
    let mut handler = asynchronous(function);
    if let Some(FnArg::Typed(first)) = handler.signature.inputs.first_mut() {
        let (rt, name, pattern) = (krate.private(), &function.signature.ident, &first.pat);
        first.pat = parse_quote!(#rt::Secured { value_of_dependency: #pattern });
        first.ty = parse_quote!(#rt::Secured<#name>);
    }
    handler
}

/// The function with an extractor that lets everyone through, so that routers know it is annotated.
pub(super) fn public_handler(krate: &Crate, function: &Function) -> Function {
    let (rt, name) = (krate.private(), &function.signature.ident);
    let mut handler = asynchronous(function);
    handler
        .signature
        .inputs
        .insert(0, parse_quote!(_: #rt::Secured<#name>));
    handler
}

/// Axum's handlers are `async`. A plain `fn` becomes one, unless it returns a future by itself.
fn asynchronous(function: &Function) -> Function {
    let mut handler = function.clone();
    let output = &handler.signature.output;
    if !quote!(#output).to_string().contains("Future") {
        handler.signature.asyncness.get_or_insert_default();
    }
    handler
}

fn endpoint(krate: &Crate, function: &Function, edge: Option<&Edge>) -> TokenStream {
    let (rt, name) = (krate.private(), &function.signature.ident);
    let node = node(krate, "Handler", function, edge);
    let arguments = quote!(__resolved, __at, __pending);
    let (target, value, receive) = match (edge, typed_parameters(function).next()) {
        (Some(edge), Some((_, ty))) => (
            target(edge).to_token_stream(),
            ty.to_token_stream(),
            receive(krate, edge, ty, &arguments),
        ),
        _ => (
            quote!(#rt::Public),
            quote!(()),
            quote!(#rt::Feeds::<(), #rt::Public>::receive(#arguments)),
        ),
    };
    quote! {
        static NODE: #rt::Node = #node;
        const SIZE: [::core::primitive::usize; 3] = #rt::Merged::measure(&NODE);

        #[automatically_derived]
        impl #rt::Endpoint for #name {
            type Value = #value;
            type Target = #target;
            type Room = #rt::Merged<{ SIZE[0] }, { SIZE[1] }, { SIZE[2] }>;
            const NODE: &'static #rt::Node = &NODE;
            fn receive(
                __resolved: #rt::Resolved<<#target as #rt::Dependency>::Returned>,
                __at: #rt::At,
                __pending: &mut #rt::Pending,
            ) -> ::core::result::Result<#value, #rt::Refusal> {
                #receive
            }
        }
    }
}
