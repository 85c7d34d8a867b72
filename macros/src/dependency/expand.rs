use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{ReturnType, Type, parse_quote};

use super::Dependency;
use crate::function::{
    Edge, Function, Parameter, checks, extracted_types, marker, node, node_of, receive, scope,
    suspicious_types, target, type_checks, typed_parameters,
};
use crate::paths::{Crate, located};

pub(super) fn expand(dependency: &Dependency) -> TokenStream {
    let Dependency {
        function,
        edge,
        krate,
    } = dependency;
    let marker = marker(krate, function, "DEPENDENCY");
    let scope = scope(krate, function, edge.as_ref(), true, &impls(dependency));
    let quiet = quiet();
    quote!(#quiet #function #marker #scope)
}

/// Against advice that a function with `#[dependency]` cannot follow.
pub(super) fn quiet() -> TokenStream {
    quote! {
        #[allow(
            clippy::must_use_candidate,
            clippy::needless_pass_by_value,
            clippy::unnecessary_wraps,
            clippy::unused_async,
            reason = "its dependants choose how it is called",
        )]
    }
}

fn impls(dependency: &Dependency) -> TokenStream {
    let Dependency {
        function,
        edge,
        krate,
    } = dependency;
    let (rt, name) = (krate.private(), &function.signature.ident);
    let node = node(krate, "Dependency", function, edge.as_ref());
    let node_of = node_of(&rt, name, &node);
    let returned = returned(&function.signature.output);
    let resolve = resolve(dependency);
    let checks = edge.as_ref().map(|edge| {
        let no_cycle = no_cycle(krate, function, edge);
        checks(krate, edge, Some(&no_cycle))
    });
    let types = suspicious_types(
        &extracted_types(function, edge.is_some()),
        &function.signature.generics,
    );
    let types = type_checks(krate, &types);
    let value = {
        let (span, rt) = (returned.span(), krate.private_at(returned.span()));
        quote_spanned!(span=> <#rt::OfKind<__KIND> as #rt::Split<#returned>>::Value)
    };
    quote! {
        #node_of
        #checks
        #types

        const __KIND: ::core::primitive::u8 = {
            #[allow(unused_imports, reason = "`Result` has such a constant itself")]
            use #rt::PlainOutcome as _;
            #rt::Outcome::<#returned>::KIND
        };

        #[automatically_derived]
        impl #rt::Annotated for #name {}

        #[automatically_derived]
        impl #rt::Dependency for #name {
            type Returned = #value;
        }

        #resolve
    }
}

/// Fails to evaluate where the edge leads back to the function.
fn no_cycle(krate: &Crate, function: &Function, edge: &Edge) -> TokenStream {
    let (name, span) = (&function.signature.ident, target(edge).span());
    let rt = krate.private_at(span);
    quote_spanned!(span=> #rt::check_no_cycle(#name::__scopegate_node());)
}

fn returned(output: &ReturnType) -> Type {
    match output {
        ReturnType::Default => parse_quote!(()),
        ReturnType::Type(_, ty) => (**ty).clone(),
    }
}

fn resolve(dependency: &Dependency) -> TokenStream {
    let Dependency {
        function,
        edge,
        krate,
    } = dependency;
    let (rt, name) = (krate.private(), &function.signature.ident);
    let arguments: Vec<Ident> = (0..function.signature.inputs.len())
        .map(|i| format_ident!("__argument{i}"))
        .collect();
    let mut bounds = TokenStream::new();
    let mut statements = TokenStream::new();
    for (i, (argument, (_, ty))) in arguments.iter().zip(typed_parameters(function)).enumerate() {
        let (bound, statement) = match edge {
            Some(edge) if i == 0 => {
                let target = target(edge);
                let receive = receive(krate, &target.to_token_stream(), &ty.to_token_stream());
                let statement = quote! {
                    let __child = #rt::At::child(__at, 0);
                    let __resolved =
                        <#target as #rt::Resolve<__S>>::resolve(__parts, __state, __child).await?;
                    let #argument: #ty = #receive(__resolved, __child, &mut __pending)?;
                };
                (quote!(#target: #rt::Resolve<__S>,), statement)
            }
            _ => parameter(krate, argument, ty),
        };
        bounds.extend(bound);
        statements.extend(statement);
    }
    let wait = function.signature.asyncness.map(|_| quote!(.await));
    let call = quote_spanned!(name.span()=> #name(#(#arguments),*)#wait);
    let returned = returned(&function.signature.output);
    let refuse = quote_spanned!(returned.span()=> #rt::DependencyError::refuse(__error));
    // Located at the function's name, so that a future that is not `Send` is reported there.
    let span = located(name.span());
    let resolve = quote_spanned! {span=>
        async fn resolve(
            __parts: &mut #rt::Parts,
            __state: &__S,
            __at: #rt::At,
        ) -> ::core::result::Result<#rt::Resolved<Self::Returned>, #rt::Refusal>
    };
    quote! {
        #[automatically_derived]
        impl<__S> #rt::Resolve<__S> for #name
        where
            __S: ::core::marker::Send + ::core::marker::Sync,
            #bounds
        {
            #[allow(
                deprecated,
                unused_mut,
                unused_variables,
                reason = "what is used depends on the function",
            )]
            #resolve {
                let mut __pending = <#rt::Pending as ::core::default::Default>::default();
                #statements
                match <#rt::OfKind<__KIND> as #rt::Split<#returned>>::split(#call) {
                    ::core::result::Result::Ok(__value) => {
                        ::core::result::Result::Ok(#rt::Pending::returned(__pending, __value))
                    }
                    ::core::result::Result::Err(__error) => {
                        ::core::result::Result::Err(#refuse)
                    }
                }
            }
        }
    }
}

/// The bound and the statement by which an ordinary parameter gets its value.
fn parameter(krate: &Crate, name: &Ident, ty: &Type) -> (TokenStream, TokenStream) {
    let rt = krate.private();
    match Parameter::new(ty) {
        Parameter::SecurityScopes(ty) => {
            let statement = quote_spanned!(ty.span()=> let #name: #ty = #rt::At::scopes(__at););
            (TokenStream::new(), statement)
        }
        Parameter::Extractor(ty) => {
            let bound = quote!(#ty: #rt::FromRequestParts<__S>,);
            let statement = quote! {
                let #name = match <#ty as #rt::FromRequestParts<__S>>::from_request_parts(
                    __parts, __state,
                ).await {
                    ::core::result::Result::Ok(value) => value,
                    ::core::result::Result::Err(rejection) => {
                        return ::core::result::Result::Err(
                            #rt::Refusal::new(rejection),
                        );
                    }
                };
            };
            (bound, statement)
        }
    }
}
