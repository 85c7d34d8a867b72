//! The function as axum sees it.

use proc_macro2::{Delimiter, Group, Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::punctuated::Punctuated;
use syn::token::Colon;
use syn::{
    FnArg, GenericArgument, Pat, PatType, PathArguments, ReturnType, Safety, Token, Type,
    TypeParamBound, parse_quote,
};

use crate::function::{
    Edge, Function, mentions, mentions_parameter, parameter_type, places, typed_parameters,
};
use crate::paths::Crate;

/// The function with `Secured` first, in place of the parameters that dependencies resolve.
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

/// The function without its parameters, whose values it never gets.
///
/// Where an attribute is wrong, their types may be ones that no dependency could give, or no extractors.
pub(super) fn broken_handler(krate: &Crate, function: &Function) -> Function {
    let mut without = function.clone();
    without.signature.inputs.clear();
    without.signature.safety = Safety::Default;
    let mut handler = asynchronous(&without);
    handler.signature.inputs.push(broken(krate));
    let lost = typed_parameters(function).map(|(pattern, ty)| {
        let ty = (!mentions(quote!(#ty), &format_ident!("impl"))).then(|| quote!(: #ty));
        quote!(let #pattern #ty = ::core::panic!();)
    });
    let (body, reason) = (&function.body, "an attribute is wrong");
    let body = if has_unknown_values(function) {
        quote!(::core::panic!())
    } else {
        quote!(#(#lost)* #body)
    };
    handler.body = Group::new(Delimiter::Brace, body);
    handler.attributes.push(parse_quote! {
        #[allow(unreachable_code, unused_variables, reason = #reason)]
    });
    handler
}

/// Whether a parameter has a type by which its uses in the body could not be checked, such as `impl Trait`.
fn has_unknown_values(function: &Function) -> bool {
    let is_impl = |tokens| mentions(tokens, &format_ident!("impl"));
    let generics = &function.signature.generics;
    let mut types = typed_parameters(function).map(|(_, ty)| ty.to_token_stream());
    // Of another type than it says, the response would be an error as well.
    let returns_impl = is_impl(function.signature.output.to_token_stream());
    types.any(|ty| mentions_parameter(&ty, generics) || is_impl(ty)) && !returns_impl
}

/// A method with the attribute, without its parameters and its body, so that routes take it.
pub(super) fn broken_method(krate: &Crate, function: &Function) -> Function {
    let mut method = asynchronous(function);
    method.signature.inputs = Punctuated::from_iter([broken(krate)]);
    let types = typed_parameters(function).map(|(_, ty)| ty);
    let types = types.filter(|ty| !mentions(quote!(#ty), &format_ident!("impl")));
    // Named, so that no import is unused.
    let body = quote!(#(let _: ::core::option::Option<#types>;)* ::core::panic!());
    method.body = Group::new(Delimiter::Brace, body);
    method
}

fn broken(krate: &Crate) -> FnArg {
    let rt = krate.private();
    parameter(quote!(_), quote!(#rt::Secured<#rt::BrokenHandler, ()>))
}

/// As many as axum's own handlers have.
pub(super) const MOST_PARAMETERS: usize = 16;

/// The function with an extractor that lets everyone through, so that routers know it is annotated.
pub(super) fn public_handler(krate: &Crate, function: &Function) -> Function {
    let (rt, name) = (krate.private(), &function.signature.ident);
    let mut handler = asynchronous(function);
    if handler.signature.inputs.len() == MOST_PARAMETERS {
        join_first_two(&mut handler);
    }
    handler
        .signature
        .inputs
        .insert(0, parameter(quote!(_), quote!(#rt::Secured<#name, ()>)));
    handler
}

/// Makes room for a parameter: axum extracts a tuple like two parameters.
fn join_first_two(handler: &mut Function) {
    let mut inputs = std::mem::take(&mut handler.signature.inputs).into_iter();
    let joined = match (inputs.next(), inputs.next()) {
        (Some(FnArg::Typed(first)), Some(FnArg::Typed(second))) => {
            let (first_pattern, first_type) = (first.pat, first.ty);
            let (second_pattern, second_type) = (second.pat, second.ty);
            Some(parameter(
                quote!((#first_pattern, #second_pattern)),
                quote!((#first_type, #second_type)),
            ))
        }
        _ => None,
    };
    handler.signature.inputs = joined.into_iter().chain(inputs).collect();
}

/// Axum's handlers are `async`. A plain `fn` becomes one, unless it returns a future by itself.
fn asynchronous(function: &Function) -> Function {
    let mut handler = function.clone();
    let returns_future =
        matches!(&handler.signature.output, ReturnType::Type(_, ty) if is_future(ty));
    if !returns_future {
        handler.signature.asyncness.get_or_insert_default();
    }
    handler
}

/// Whether it is `impl Future`, `Pin<Box<dyn Future>>` or the name of such a type, as `BoxFuture`. What is only in the
/// type, such as `Json<FutureEvent>`, says nothing.
fn is_future(ty: &Type) -> bool {
    match ty {
        Type::Group(group) => is_future(&group.elem),
        Type::Paren(paren) => is_future(&paren.elem),
        Type::ImplTrait(ty) => is_bounded(&ty.bounds),
        Type::TraitObject(ty) => is_bounded(&ty.bounds),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            is_name_of_future(&last.ident)
                || ((last.ident == "Pin" || last.ident == "Box") && has_future(&last.arguments))
        }),
        _ => false,
    }
}

fn has_future(arguments: &PathArguments) -> bool {
    let PathArguments::AngleBracketed(arguments) = arguments else {
        return false;
    };
    let mut arguments = arguments.args.iter();
    arguments.any(|argument| matches!(argument, GenericArgument::Type(ty) if is_future(ty)))
}

fn is_bounded(bounds: &Punctuated<TypeParamBound, Token![+]>) -> bool {
    bounds.iter().any(|bound| match bound {
        TypeParamBound::Trait(bound) => {
            let last = bound.path.segments.last();
            last.is_some_and(|name| is_name_of_future(&name.ident))
        }
        _ => false,
    })
}

fn is_name_of_future(name: &Ident) -> bool {
    name.to_string().ends_with("Future")
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
