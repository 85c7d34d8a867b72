use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{FnArg, Type, parse_quote};

use super::Handler;
use crate::function::{
    Edge, Function, FunctionNode, MoreChecks, checks, find_verifiers, marker, mentions, node,
    only_target, parameter_type, places, provide, receive, resolve_bounds, scope, take_attributes,
    type_checks, typed_parameters,
};
use crate::paths::Crate;

pub(super) fn expand(handler: &Handler) -> TokenStream {
    let Handler {
        function,
        edges,
        krate,
        ..
    } = handler;
    let marker = marker(krate, function, "HANDLER");
    let annotated = if edges.is_empty() {
        public_handler(krate, function)
    } else {
        guarded_handler(krate, function, edges)
    };
    let checks = edges.iter().map(|edge| {
        checks(krate, edge, |rt, span, node| {
            let access = access_check(handler, edge, rt, span, node);
            let is_last = edge.number + 1 == edges.len();
            let whole = is_last.then(|| quote_spanned!(span=> #rt::check_whole_handler(&NODE);));
            MoreChecks {
                first: quote_spanned!(span=> #rt::check_credentials(#node);),
                last: quote!(#access #whole),
            }
        })
    });
    let types = type_checks(krate, function, edges);
    let endpoint = endpoint(handler);
    let code = quote!(#endpoint #(#checks)* #types);
    let scope = scope(krate, function, edges, false, &code);
    quote!(#annotated #marker #scope)
}

/// The check that the graph asks for credentials where the attribute does not say `public`, and only
/// there.
fn access_check(
    handler: &Handler,
    edge: &Edge,
    rt: &TokenStream,
    span: Span,
    node: &TokenStream,
) -> TokenStream {
    if handler.is_public {
        return if edge.is_optional {
            TokenStream::new()
        } else {
            quote_spanned!(span=> #rt::check_public_chain(#node);)
        };
    }
    if edge.number > 0 || handler.edges.iter().any(|edge| edge.is_optional) {
        return TokenStream::new(); // `optional` says it out loud as well.
    }
    quote_spanned!(span=> #rt::check_guarded_chain(&NODE);)
}

/// The function with our extractor where the dependencies' values were.
fn guarded_handler(krate: &Crate, function: &Function, edges: &[Edge]) -> Function {
    let mut handler = asynchronous(function);
    let (rt, name) = (krate.private(), &function.signature.ident);
    let patterns: Vec<_> = edges
        .iter()
        .filter_map(|edge| typed_parameters(function).nth(edge.parameter))
        .map(|(pattern, _)| pattern)
        .collect();
    let pattern = one_or_tuple(&patterns);
    let secured = parse_quote! {
        #rt::Secured { value_of_dependency: #pattern }: #rt::Secured<#name>
    };
    replace_parameters(&mut handler, &places(edges), Some(secured));
    handler
}

/// Puts `first` before the parameters that are not at these places.
fn replace_parameters(handler: &mut Function, places: &[usize], first: Option<FnArg>) {
    let inputs = std::mem::take(&mut handler.signature.inputs).into_iter();
    let kept = inputs
        .enumerate()
        .filter(|(place, _)| !places.contains(place))
        .map(|(_, input)| input);
    handler.signature.inputs = first.into_iter().chain(kept).collect();
}

/// The function without the parameters that dependencies resolve, whose values it never gets.
///
/// Where an attribute is wrong, their types may be ones that no dependency could give.
pub(super) fn broken_handler(krate: &Crate, function: &Function) -> Function {
    let mut rest = function.clone();
    let mut places: Vec<_> = take_attributes(&mut rest)
        .iter()
        .map(|(place, _)| *place)
        .collect();
    if places.is_empty() {
        places.push(0);
    }
    replace_parameters(&mut rest, &places, None);
    let mut handler = public_handler(krate, &rest);
    let parameters = places
        .iter()
        .filter_map(|place| typed_parameters(function).nth(*place));
    let lost = parameters.map(|(pattern, ty)| {
        let ty = (!mentions(quote!(#ty), &format_ident!("impl"))).then(|| quote!(: #ty));
        quote!(let #pattern #ty = ::core::panic!();)
    });
    let (body, reason) = (&function.body, "an attribute is wrong");
    handler.body = Group::new(Delimiter::Brace, quote!(#(#lost)* #body));
    handler.attributes.push(parse_quote! {
        #[allow(unreachable_code, unused_variables, reason = #reason)]
    });
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

fn endpoint(handler: &Handler) -> TokenStream {
    let Handler {
        function,
        edges,
        krate,
        ..
    } = handler;
    let (rt, name) = (krate.private(), &function.signature.ident);
    let node = node(&FunctionNode {
        krate,
        kind: "Handler",
        function,
        edges,
        facts: facts(handler),
    });
    let types: Vec<_> = edges
        .iter()
        .filter_map(|edge| parameter_type(function, edge.parameter))
        .collect();
    let value = one_or_tuple(&types);
    let bounds = edges.iter().map(|edge| resolve_bounds(krate, edge));
    let guard = guard(krate, function, edges, &types);
    let verifiers = find_verifiers(krate, edges);
    quote! {
        static NODE: #rt::Node = #node;
        const SIZE: [::core::primitive::usize; 4] = #rt::plan_size(&NODE);

        #[automatically_derived]
        impl #rt::Endpoint for #name {
            type Value = #value;
            const NODE: &'static #rt::Node = &NODE;
            type Buffer = #rt::PlanBuffer<{ SIZE[0] }, { SIZE[1] }, { SIZE[2] }, { SIZE[3] }>;
        }

        #[automatically_derived]
        impl<__S> #rt::Guard<__S> for #name
        where
            __S: ::core::marker::Send + ::core::marker::Sync,
            #(#bounds)*
        {
            fn guard(
                __call: &mut #rt::Call<'_>,
                __state: &__S,
                __at: #rt::Requirement,
            ) -> impl ::core::future::Future<
                Output = ::core::result::Result<#value, #rt::Refusal>,
            > + ::core::marker::Send {
                #guard
            }

            #verifiers
        }
    }
}

/// What only handlers say in the graph.
fn facts(handler: &Handler) -> TokenStream {
    let Handler {
        rejection,
        facts,
        krate,
        ..
    } = handler;
    let (rt, facts) = (krate.private(), facts.fields());
    // It is a path from the user's type, so that an error shows only that.
    let answers = rejection.as_ref().map(
        |path| quote!(answers: ::core::option::Option::Some(<#path as #rt::Reject>::ANSWERS),),
    );
    quote!(#answers #facts)
}

/// What stands for the values of all edges: in a pattern, a type and an expression.
fn one_or_tuple(items: &[impl ToTokens]) -> TokenStream {
    match items {
        [only] => only.to_token_stream(),
        several => quote!((#(#several),*)),
    }
}

/// The future of the values that the parameters receive.
fn guard(krate: &Crate, function: &Function, edges: &[Edge], types: &[&Type]) -> TokenStream {
    let (rt, name) = (krate.private(), &function.signature.ident);
    if edges.is_empty() {
        return quote!(::core::future::ready(::core::result::Result::Ok(())));
    }
    // Most handlers have one edge: the runtime's code for them is checked once.
    if let (Some((_, target)), [ty]) = (only_target(edges), types) {
        let receive = receive(krate, &target.to_token_stream(), ty);
        return quote!(#rt::guard::<#name, #target, __S>(__call, __state, __at, #receive));
    }
    let values: Vec<_> = edges
        .iter()
        .map(|edge| format_ident!("__value{}", edge.number))
        .collect();
    let provided = edges
        .iter()
        .zip(types)
        .zip(&values)
        .map(|((edge, ty), value)| {
            let provided = provide(krate, edge, ty);
            quote!(let #value: #ty = #provided;)
        });
    let all = one_or_tuple(&values);
    quote! {
        async move {
            let mut __pending = <#rt::Pending as ::core::default::Default>::default();
            #(#provided)*
            #rt::Pending::enforce(__pending)?;
            ::core::result::Result::Ok(#all)
        }
    }
}
