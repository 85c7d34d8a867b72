use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{FnArg, Type, parse_quote};

use super::{Access, Handler};
use crate::function::{
    Edge, Function, in_scope_of_target, marker, node, resolve_edge, typed_parameters,
};
use crate::paths::Crate;

pub(super) fn expand(handler: &Handler) -> TokenStream {
    let Handler {
        function,
        access,
        krate,
    } = handler;
    let marker = marker(function);
    let (handler, impls) = match access {
        Access::Public => (
            public_handler(krate, function),
            public_impls(krate, function),
        ),
        Access::Guarded(edge) => {
            let impls = guarded_impls(krate, function, edge);
            (
                guarded_handler(krate, function),
                in_scope_of_target(krate, edge, &impls),
            )
        }
    };
    quote!(#handler #marker #impls)
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

fn public_impls(krate: &Crate, function: &Function) -> TokenStream {
    let (rt, name) = (krate.private(), &function.signature.ident);
    let endpoint = endpoint(krate, function, &parse_quote!(()), None);
    quote! {
        const _: () = {
            #endpoint

            #[automatically_derived]
            impl<__S: ::core::marker::Send + ::core::marker::Sync> #rt::Guard<__S> for #name {
                async fn guard(
                    _: &mut #rt::Parts,
                    _: &__S,
                ) -> ::core::result::Result<(), #rt::Refusal> {
                    ::core::result::Result::Ok(())
                }
            }
        };
    }
}

fn guarded_impls(krate: &Crate, function: &Function, edge: &Edge) -> TokenStream {
    let (rt, name) = (krate.private(), &function.signature.ident);
    let Some((_, ty)) = typed_parameters(function).next() else {
        return TokenStream::new();
    };
    let endpoint = endpoint(krate, function, ty, Some(edge));
    let target = crate::function::target(edge);
    let value = format_ident!("__value");
    let resolve = resolve_edge(krate, edge, &value, ty);
    quote! {
        #endpoint

        #[automatically_derived]
        impl<__S> #rt::Guard<__S> for #name
        where
            __S: ::core::marker::Send + ::core::marker::Sync,
            #target: #rt::Resolve<__S>,
        {
            async fn guard(
                __parts: &mut #rt::Parts,
                __state: &__S,
            ) -> ::core::result::Result<Self::Value, #rt::Refusal> {
                let __at = #rt::Operation::root(<Self as #rt::Endpoint>::operation());
                let mut __pending = <#rt::Pending as ::core::default::Default>::default();
                #resolve
                #rt::Pending::enforce(__pending)?;
                ::core::result::Result::Ok(#value)
            }
        }
    }
}

fn endpoint(krate: &Crate, function: &Function, value: &Type, edge: Option<&Edge>) -> TokenStream {
    let (rt, name) = (krate.private(), &function.signature.ident);
    let (node, checks) = node(krate, "Handler", function, edge);
    quote! {
        #checks

        #[automatically_derived]
        impl #rt::Endpoint for #name {
            type Value = #value;
            fn operation() -> &'static #rt::Operation {
                static NODE: #rt::Node = #node;
                const SIZE: [::core::primitive::usize; 3] = #rt::Merged::measure(&NODE);
                static MERGED: #rt::Merged<{ SIZE[0] }, { SIZE[1] }, { SIZE[2] }> =
                    #rt::Merged::of(&NODE);
                static OPERATION: #rt::Operation = #rt::Merged::operation(&MERGED);
                &OPERATION
            }
        }
    }
}
