//! The function as axum sees it.

use proc_macro2::{Delimiter, Group, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::token::Colon;
use syn::{FnArg, Pat, PatType, Type, parse_quote};

use crate::function::{
    Edge, Function, mentions, parameter_type, places, take_attributes, typed_parameters,
};
use crate::paths::Crate;

/// The function with our extractor where the dependencies' values were.
pub(super) fn guarded_handler(krate: &Crate, function: &Function, edges: &[Edge]) -> Function {
    let mut handler = asynchronous(function);
    let (rt, name) = (krate.private(), &function.signature.ident);
    let patterns: Vec<_> = edges
        .iter()
        .filter_map(|edge| typed_parameters(function).nth(edge.parameter))
        .map(|(pattern, _)| pattern)
        .collect();
    let pattern = one_or_tuple(&patterns);
    let value = value(function, edges);
    let secured = parameter(
        quote!(#rt::Secured(#pattern, ..)),
        quote!(#rt::Secured<#name, #value>),
    );
    replace_parameters(&mut handler, &places(edges), Some(secured));
    handler
}

/// A parameter. To parse it would only cost time.
fn parameter(pattern: TokenStream, ty: TokenStream) -> FnArg {
    FnArg::Typed(PatType {
        attrs: Vec::new(),
        pat: Box::new(Pat::Verbatim(pattern)),
        colon_token: Colon::default(),
        ty: Box::new(Type::Verbatim(ty)),
    })
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
pub(super) fn public_handler(krate: &Crate, function: &Function) -> Function {
    let (rt, name) = (krate.private(), &function.signature.ident);
    let mut handler = asynchronous(function);
    handler
        .signature
        .inputs
        .insert(0, parameter(quote!(_), quote!(#rt::Secured<#name, ()>)));
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

/// The type of all that the parameters receive from dependencies.
pub(super) fn value(function: &Function, edges: &[Edge]) -> TokenStream {
    let types = edges
        .iter()
        .filter_map(|edge| parameter_type(function, edge.parameter));
    one_or_tuple(&types.collect::<Vec<_>>())
}

/// What stands for the values of all edges: in a pattern, a type and an expression.
pub(super) fn one_or_tuple(items: &[impl ToTokens]) -> TokenStream {
    match items {
        [only] => only.to_token_stream(),
        several => quote!((#(#several),*)),
    }
}
