use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{ReturnType, Type, parse_quote};

use super::Dependency;
use super::declared::{own_checks, own_facts};
use super::error::error_check;
use crate::function::{
    FunctionNode, MoreChecks, Parameter, checks, doubt, find_verifiers, marker,
    name_of_no_extractor, node, node_of, places, provide, resolve_bounds, scope, type_checks,
    typed_parameters, with_declared,
};
use crate::paths::{Crate, call_at, located};

pub(super) fn expand(mut dependency: Dependency) -> TokenStream {
    let Dependency {
        function,
        edges,
        doubts,
        krate,
        ..
    } = &mut dependency;
    let checks = doubt(krate, function, edges, doubts);
    expand_checked(&dependency, &checks)
}

/// `doubts` are the checks of the parameters' types.
fn expand_checked(dependency: &Dependency, doubts: &TokenStream) -> TokenStream {
    let Dependency {
        function,
        edges,
        may_require,
        krate,
        ..
    } = dependency;
    let marker = marker(krate, function, "DEPENDENCY");
    let inside = krate.imported();
    let code = impls(dependency, &inside);
    let scope = scope(&inside, function, edges, true, &quote!(#doubts #code));
    let quiet = quiet();
    let declared = &*with_declared(krate, may_require, function);
    quote!(#quiet #declared #marker #scope)
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

fn impls(dependency: &Dependency, krate: &Crate) -> TokenStream {
    let Dependency {
        function, edges, ..
    } = dependency;
    let (rt, name) = (krate.private(), &function.signature.ident);
    let own_facts = own_facts(dependency);
    let node = node(&FunctionNode {
        krate,
        kind: node_kind(&rt, dependency),
        function,
        edges,
        facts: quote! {
            #own_facts
            is_clone: ::core::option::Option::is_some(&__CLONE),
            can_refuse: __CAN_REFUSE,
        },
    });
    let node_of = node_of(&rt, name, &node);
    let returned = returned(&function.signature.output);
    let resolve = resolve(dependency, krate);
    let graph_check = |span, check| {
        let check = call_at(span, check, quote!(#name::__scopegate_node(), __SEEN));
        quote!(#check;)
    };
    let checks = edges.iter().map(|edge| {
        checks(krate, edge, |rt, span, _| {
            // What is wrong with all of the graph is said once.
            let cycle = (edge.number == 0).then(|| graph_check(span, quote!(#rt::check_no_cycle)));
            // What is wrong below a single edge is said there.
            let is_last = edges.len() > 1 && edge.number + 1 == edges.len();
            let whole = is_last.then(|| graph_check(span, quote!(#rt::check_whole)));
            MoreChecks {
                first: quote!(#cycle),
                last: quote!(#whole),
            }
        })
    });
    let own_checks = own_checks(dependency, krate);
    let types = type_checks(krate, function, edges);
    let parameters = parameter_kinds(krate, dependency);
    let error_check = error_check(krate, &returned, dependency.permission.is_some());
    let [value, error] = ["Value", "Error"].map(|name| {
        let (span, rt) = (returned.span(), krate.private_at(returned.span()));
        let name = Ident::new(name, span);
        quote_spanned!(span=> <#rt::ReturnKind<__KIND> as #rt::SplitReturn<#returned>>::#name)
    });
    let seen = (!edges.is_empty())
        .then(|| quote!(const __SEEN: #rt::Seen = #rt::Seen::below(#name::__scopegate_node());));
    let is_deep = if edges.is_empty() {
        quote!(false)
    } else {
        quote!({ __SEEN.is_deep })
    };
    quote! {
        #node_of
        #seen
        #(#checks)*
        #own_checks
        #types
        #parameters

        const __KIND: ::core::primitive::u8 = {
            #[allow(unused_imports, reason = "`Result` has such a constant itself")]
            use #rt::NotAResult as _;
            #rt::ReturnType::<#returned>::KIND
        };
        type __Value = #value;
        const __CLONE: #rt::CloneFn<__Value> = {
            #[allow(unused_imports, reason = "what can be cloned has such a constant itself")]
            use #rt::NoClone as _;
            #rt::CloneOf::<__Value>::CLONE
        };
        type __Error = #error;
        const __CAN_REFUSE: ::core::primitive::bool = {
            #[allow(unused_imports, reason = "an error that cannot happen has such a constant itself")]
            use #rt::OtherError as _;
            #rt::ErrorOf::<__Error>::CAN_HAPPEN
        };
        #error_check

        #[automatically_derived]
        impl #rt::Annotated for #name {}

        #[automatically_derived]
        impl #rt::Dependency for #name {
            type Returned = #value;
            type Nesting = #rt::Nested<#is_deep>;
            const CLONE: #rt::CloneFn<__Value> = __CLONE;

            const NODE: &'static #rt::Node = Self::__scopegate_node();
        }

        #resolve
    }
}

/// The kind of its node: the compiler says once that a parameter is no extractor.
fn node_kind(rt: &TokenStream, dependency: &Dependency) -> TokenStream {
    let named = named_like_no_extractors(dependency);
    let kinds: Vec<_> = named.map(|(i, ..)| parameter_kind(i)).collect();
    if kinds.is_empty() {
        return quote!(#rt::Kind::Dependency);
    }
    quote!(#rt::Kind::with_parameters(&[#(#kinds),*]))
}

/// The parameters whose types have the name of one that cannot be extracted, each with its place and that name.
fn named_like_no_extractors(
    dependency: &Dependency,
) -> impl Iterator<Item = (usize, &Type, String)> {
    let places = places(&dependency.edges);
    let parameters = typed_parameters(&dependency.function).enumerate();
    let others = parameters.filter(move |(i, _)| !places.contains(i));
    others.filter_map(|(i, (_, ty))| Some((i, ty, name_of_no_extractor(ty)?)))
}

/// Constants that say what the parameters are whose types have the name of one that cannot be extracted, and that fail
/// to evaluate if it is that.
fn parameter_kinds(krate: &Crate, dependency: &Dependency) -> TokenStream {
    let rt = krate.private();
    let kinds = named_like_no_extractors(dependency).map(|(i, ty, text)| {
        let kind = parameter_kind(i);
        let check = call_at(
            ty.span(),
            quote!(#rt::check_extractor),
            quote!(#kind, #text),
        );
        quote! {
            const #kind: ::core::primitive::u8 = {
                #[allow(unused_imports, reason = "such types have this constant themselves")]
                use #rt::OtherParameter as _;
                #rt::ParameterOf::<#ty>::KIND
            };
            #[allow(dead_code, reason = "evaluated by the compiler")]
            const _: () = { #check };
        }
    });
    kinds.collect()
}

fn parameter_kind(number: usize) -> Ident {
    format_ident!("__PARAMETER_{number}")
}

fn returned(output: &ReturnType) -> Type {
    match output {
        ReturnType::Default => parse_quote!(()),
        ReturnType::Type(_, ty) => (**ty).clone(),
    }
}

fn resolve(dependency: &Dependency, krate: &Crate) -> TokenStream {
    let Dependency {
        function, edges, ..
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
            let (bound, statement) = parameter(krate, i, argument, ty);
            bounds.extend(bound);
            extracted.extend(statement);
        }
    }
    let wait = function.signature.asyncness.map(|_| quote!(.await));
    let call = quote_spanned!(name.span()=> #name(#(#arguments),*)#wait);
    let returned = returned(&function.signature.output);
    let refuse = quote_spanned!(returned.span()=> #rt::DependencyError::refuse(__error, __at));
    // Located at the function's name, so that a future that is not `Send` is reported there.
    let span = located(name.span());
    let verifiers = find_verifiers(krate, edges);
    let resolve = quote_spanned! {span=>
        async fn resolve(
            __call: &mut #rt::Call<'_>,
            __state: &__S,
            __at: #rt::Requirement,
        ) -> ::core::result::Result<#rt::Resolved<Self::Returned>, #rt::Refusal>
    };
    quote! {
        #[automatically_derived]
        impl<__S, __Unused> #rt::Resolve<__S, __Unused> for #name
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
                match <#rt::ReturnKind<__KIND> as #rt::SplitReturn<#returned>>::split(#call) {
                    ::core::result::Result::Ok(__value) => {
                        ::core::result::Result::Ok(#rt::Pending::returned(__pending, __value))
                    }
                    ::core::result::Result::Err(__error) => {
                        ::core::result::Result::Err(#refuse)
                    }
                }
            }

            #verifiers
        }
    }
}

/// The bound and the statement by which an ordinary parameter gets its value.
fn parameter(krate: &Crate, number: usize, name: &Ident, ty: &Type) -> (TokenStream, TokenStream) {
    let rt = krate.private();
    match Parameter::new(ty) {
        Parameter::SecurityScopes(ty) => {
            let statement =
                quote_spanned!(ty.span()=> let #name: #ty = #rt::Requirement::scopes(__at););
            (TokenStream::new(), statement)
        }
        Parameter::Extractor(ty) if name_of_no_extractor(ty).is_some() => {
            let kind = parameter_kind(number);
            let chosen = quote!(<#rt::ParameterKind<#kind> as #rt::ChooseParameter<#ty>>);
            let statement = quote! {
                let #name = #chosen::value(
                    <__S as #rt::Extracts<#chosen::Extracted>>::extract(__state, __call, __at).await?,
                );
            };
            (quote!(__S: #rt::Extracts<#chosen::Extracted>,), statement)
        }
        Parameter::Extractor(ty) => {
            let bound = quote!(__S: #rt::Extracts<#ty>,);
            let statement = quote! {
                let #name =
                    <__S as #rt::Extracts<#ty>>::extract(__state, __call, __at).await?;
            };
            (bound, statement)
        }
    }
}
