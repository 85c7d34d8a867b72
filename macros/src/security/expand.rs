use proc_macro2::{Delimiter, Group, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{FnArg, parse_quote};

use super::{Access, Handler};
use crate::function::{
    Edge, Function, call_check, checks, extracted_types, marker, mentions, node, receive, scope,
    suspicious_types, target, type_checks, typed_parameters,
};
use crate::paths::Crate;

pub(super) fn expand(handler: &Handler) -> TokenStream {
    let Handler {
        function,
        access,
        krate,
    } = handler;
    let marker = marker(krate, function, "HANDLER");
    let edge = access.edge();
    let handler = match edge {
        None => public_handler(krate, function),
        Some(_) => guarded_handler(krate, function),
    };
    let checks = edge.map(|edge| checks(krate, edge, access_check(krate, access).as_ref()));
    let types = suspicious_types(
        &extracted_types(function, edge.is_some()),
        &function.signature.generics,
    );
    let types = type_checks(krate, &types);
    let endpoint = endpoint(krate, function, edge);
    let scope = scope(
        krate,
        function,
        edge,
        false,
        &quote!(#checks #types #endpoint),
    );
    quote!(#handler #marker #scope)
}

/// The check that the chain asks for a token where the attribute does not say `public`, and only there.
fn access_check(krate: &Crate, access: &Access) -> Option<TokenStream> {
    match access {
        Access::Public(None) => None,
        Access::Public(Some(edge)) => Some(call_check(krate, edge, "check_public_chain")),
        // Scopes that reach no scheme have an error of their own.
        Access::Guarded(edge) if !edge.scopes.is_empty() => None,
        Access::Guarded(edge) => Some(call_check(krate, edge, "check_guarded_chain")),
    }
}

/// The function with our extractor where the dependency's value was.
fn guarded_handler(krate: &Crate, function: &Function) -> Function {
    let mut handler = asynchronous(function);
    if let Some(FnArg::Typed(first)) = handler.signature.inputs.first_mut() {
        let (rt, name, pattern) = (krate.private(), &function.signature.ident, &first.pat);
        first.pat = parse_quote!(#rt::Secured { value_of_dependency: #pattern });
        first.ty = parse_quote!(#rt::Secured<#name>);
    }
    handler
}

/// The function without the first parameter, whose value it never gets.
///
/// Where an attribute is wrong, the parameter's type may be one that no dependency could give.
pub(super) fn broken_handler(krate: &Crate, function: &Function) -> Function {
    let mut rest = function.clone();
    rest.signature.inputs = rest.signature.inputs.into_iter().skip(1).collect();
    let mut handler = public_handler(krate, &rest);
    let (body, reason) = (&function.body, "an attribute is wrong");
    if let Some((pattern, ty)) = typed_parameters(function).next() {
        let ty = (!mentions(quote!(#ty), &format_ident!("impl"))).then(|| quote!(: #ty));
        let body = quote!(let #pattern #ty = ::core::panic!(); #body);
        handler.body = Group::new(Delimiter::Brace, body);
        handler.attributes.push(parse_quote! {
            #[allow(unreachable_code, unused_variables, reason = #reason)]
        });
    }
    handler
}

/// The function with an extractor that lets everyone through, so that routers know it is annotated.
fn public_handler(krate: &Crate, function: &Function) -> Function {
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
    let (target, value) = match (edge, typed_parameters(function).next()) {
        (Some(edge), Some((_, ty))) => (target(edge).to_token_stream(), ty.to_token_stream()),
        _ => (quote!(#rt::Public), quote!(())),
    };
    let receive = receive(krate, &target, &value);
    let bound = edge.map(|_| quote!(#target: #rt::Resolve<__S>,));
    quote! {
        static NODE: #rt::Node = #node;
        const SIZE: [::core::primitive::usize; 3] = #rt::Merged::measure(&NODE);

        #[automatically_derived]
        impl #rt::Endpoint for #name {
            type Value = #value;
            const NODE: &'static #rt::Node = &NODE;
            type Room = #rt::Merged<{ SIZE[0] }, { SIZE[1] }, { SIZE[2] }>;
        }

        #[automatically_derived]
        impl<__S> #rt::Guard<__S> for #name
        where
            __S: ::core::marker::Send + ::core::marker::Sync,
            #bound
        {
            fn guard(
                __parts: &mut #rt::Parts,
                __state: &__S,
            ) -> impl ::core::future::Future<
                Output = ::core::result::Result<#value, #rt::Refusal>,
            > + ::core::marker::Send {
                #rt::guard::<#name, #target, __S>(__parts, __state, #receive)
            }
        }
    }
}
