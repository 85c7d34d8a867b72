use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{ReturnType, Type, parse_quote};

use super::Dependency;
use crate::function::{
    Parameter, checks, marker, node, node_of, provide, resolve_bounds, scope, takes_proofs,
    type_checks, typed_parameters,
};
use crate::paths::{Crate, located};

pub(super) fn expand(dependency: &Dependency) -> TokenStream {
    let Dependency {
        function,
        edges,
        krate,
    } = dependency;
    let marker = marker(krate, function, "DEPENDENCY");
    let scope = scope(krate, function, edges, true, &impls(dependency));
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
        edges,
        krate,
    } = dependency;
    let (rt, name) = (krate.private(), &function.signature.ident);
    let is_clone = quote!(::core::option::Option::is_some(&__CLONE));
    let node = node(krate, "Dependency", function, edges, &is_clone, None);
    let node_of = node_of(&rt, name, &node);
    let returned = returned(&function.signature.output);
    let resolve = resolve(dependency);
    let checks = edges.iter().map(|edge| {
        checks(krate, edge, |rt, span, _| {
            // What is wrong with all of the graph is said once.
            let cycle = (edge.number == 0)
                .then(|| quote_spanned!(span=> #rt::check_no_cycle(#name::__scopegate_node());));
            let is_last = edge.number + 1 == edges.len();
            let shared = (is_last && edges.len() > 1).then(
                || quote_spanned!(span=> #rt::check_shared_values(#name::__scopegate_node());),
            );
            quote!(#cycle #shared)
        })
    });
    let types = type_checks(krate, function, edges);
    let value = {
        let (span, rt) = (returned.span(), krate.private_at(returned.span()));
        quote_spanned!(span=> <#rt::OfKind<__KIND> as #rt::Split<#returned>>::Value)
    };
    quote! {
        #node_of
        #(#checks)*
        #types

        const __KIND: ::core::primitive::u8 = {
            #[allow(unused_imports, reason = "`Result` has such a constant itself")]
            use #rt::PlainOutcome as _;
            #rt::Outcome::<#returned>::KIND
        };
        type __Value = #value;
        const __CLONE: #rt::CloneFn<__Value> = {
            #[allow(unused_imports, reason = "what can be cloned has such a constant itself")]
            use #rt::NoClone as _;
            #rt::CloneOf::<__Value>::CLONE
        };

        #[automatically_derived]
        impl #rt::Annotated for #name {}

        #[automatically_derived]
        impl #rt::Dependency for #name {
            type Returned = #value;
            const CLONE: #rt::CloneFn<__Value> = __CLONE;

            fn node() -> &'static #rt::Node {
                Self::__scopegate_node()
            }
        }

        #resolve
    }
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
        edges,
        krate,
    } = dependency;
    let (rt, name) = (krate.private(), &function.signature.ident);
    let arguments: Vec<Ident> = (0..function.signature.inputs.len())
        .map(|i| format_ident!("__argument{i}"))
        .collect();
    let mut bounds = TokenStream::new();
    // Whatever may refuse the caller goes first, then the extractors.
    let (mut provided, mut extracted) = (TokenStream::new(), TokenStream::new());
    for (i, (argument, (_, ty))) in arguments.iter().zip(typed_parameters(function)).enumerate() {
        if let Some(edge) = edges.iter().find(|edge| edge.parameter == i) {
            bounds.extend(resolve_bounds(krate, edge));
            let value = provide(krate, edge, ty);
            provided.extend(quote!(let #argument: #ty = #value;));
        } else {
            let (bound, statement) = parameter(krate, argument, ty);
            bounds.extend(bound);
            extracted.extend(statement);
        }
    }
    let wait = function.signature.asyncness.map(|_| quote!(.await));
    let call = quote_spanned!(name.span()=> #name(#(#arguments),*)#wait);
    let returned = returned(&function.signature.output);
    let refuse = quote_spanned!(returned.span()=> #rt::DependencyError::refuse(__error));
    // Located at the function's name, so that a future that is not `Send` is reported there.
    let span = located(name.span());
    let resolve = quote_spanned! {span=>
        async fn resolve(
            __call: &mut #rt::Call<'_>,
            __state: &__S,
            __at: #rt::At,
        ) -> ::core::result::Result<#rt::Resolved<Self::Returned>, #rt::Refusal>
    };
    let takes_proofs = (!edges.is_empty()).then(|| {
        let below = takes_proofs(krate, edges);
        quote! {
            fn takes_proofs(__state: &__S) -> ::core::primitive::bool {
                #below
            }
        }
    });
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
                #provided
                #extracted
                match <#rt::OfKind<__KIND> as #rt::Split<#returned>>::split(#call) {
                    ::core::result::Result::Ok(__value) => {
                        ::core::result::Result::Ok(#rt::Pending::returned(__pending, __value))
                    }
                    ::core::result::Result::Err(__error) => {
                        ::core::result::Result::Err(#refuse)
                    }
                }
            }

            #takes_proofs
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
                    #rt::Call::parts(__call), __state,
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
