//! Parameters that the compiler checks before it gives them a type.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{FnArg, Type};

use super::scope::targets;
use crate::function::{Doubt, Edge, Function, TypeCheck, parameter_type, places};
use crate::paths::Crate;

/// Lets the types of such parameters follow from checks, which it returns: they stand where the function's targets are in
/// scope. Where one fails, its type is in error for the compiler, which says nothing of what else is wrong because of that.
pub(crate) fn doubt(
    krate: &Crate,
    function: &mut Function,
    edges: &[Edge],
    doubts: &[Doubt],
) -> TokenStream {
    let checks = doubt_checks(&krate.imported(), function, edges, doubts);
    let (rt, signature) = (krate.private(), &mut function.signature);
    for place in doubts.iter().flat_map(Doubt::places) {
        if let Some(FnArg::Typed(input)) = signature.inputs.get_mut(place) {
            let (span, name) = (input.ty.span(), &signature.ident);
            let checked = quote_spanned!(span=> <#name as #rt::Checked<#place>>::Type);
            *input.ty = Type::Verbatim(checked);
        }
    }
    checks
}

fn doubt_checks(
    krate: &Crate,
    function: &Function,
    edges: &[Edge],
    doubts: &[Doubt],
) -> TokenStream {
    let (rt, name) = (krate.private(), &function.signature.ident);
    let values = places(edges);
    let checks = doubts.iter().filter_map(|doubt| {
        let Doubt {
            parameter,
            check,
            message,
            ..
        } = doubt;
        let ty = parameter_type(function, *parameter)?;
        let is_right = is_right(&rt, edges, check, ty)?;
        let (constant, fits) = (constant(*parameter), format_ident!("FITS_{parameter}"));
        let types = doubt.places().filter_map(|place| {
            let ty = parameter_type(function, place)?;
            // Where it fails, the compiler also says where it is used.
            let checked = Ident::new(&constant.to_string(), ty.span());
            let chosen = if values.contains(&place) {
                quote!(<Self as #rt::Checked<#place>>::Value)
            } else {
                quote!(<#rt::CheckedExtractor<{ #fits }> as #rt::ChooseExtractor<#name, #place>>::Type)
            };
            Some(quote! {
                #[automatically_derived]
                impl #rt::Checked<#place> for #name {
                    type Value = <#rt::CheckedType<{ #checked }> as #rt::ChooseChecked<#ty>>::Type;
                    type Type = #chosen;
                }
            })
        });
        let assert = assert_all_of(krate, ty, quote!(#fits, #message));
        Some(quote! {
            const #fits: ::core::primitive::bool = {
                #[allow(unused_imports, reason = "right types have such constants themselves")]
                use #rt::{OtherOptional as _, OtherParameter as _, OtherReceiver as _};
                #is_right
            };
            const #constant: ::core::primitive::bool = { #assert };
            #(#types)*
        })
    });
    checks.collect()
}

/// The check of a type, from its first token to its last: the compiler underlines all of it.
fn assert_all_of(krate: &Crate, ty: &Type, arguments: TokenStream) -> TokenStream {
    let mut ends = ty.to_token_stream().into_iter().map(|token| token.span());
    let start = ends.next().unwrap_or_else(Span::call_site);
    let mut arguments = Group::new(Delimiter::Parenthesis, arguments);
    arguments.set_span(ends.last().unwrap_or(start));
    let rt = krate.private_at(start);
    quote!(#rt::check_type #arguments)
}

impl Doubt {
    /// The indices of the parameters whose types follow from the check.
    fn places(&self) -> impl Iterator<Item = usize> {
        [self.parameter]
            .into_iter()
            .chain(self.others.iter().copied())
    }
}

/// The name that the compiler shows where the check fails.
fn constant(parameter: usize) -> Ident {
    match parameter {
        0 => format_ident!("DECLARED_PARAMETER"),
        number => format_ident!("DECLARED_PARAMETER_{}", number + 1),
    }
}

fn is_right(rt: &TokenStream, edges: &[Edge], check: &TypeCheck, ty: &Type) -> Option<TokenStream> {
    Some(match check {
        TypeCheck::IsOptional => quote!(#rt::OptionalOf::<#ty>::IS_OPTIONAL),
        TypeCheck::IsExtractor => quote!(#rt::ParameterOf::<#ty>::KIND == 0),
        TypeCheck::Receives(edge, target) => {
            let edge = edges.get(*edge)?;
            let (value, target) = (edge.value(rt, ty), targets(edge).nth(*target)?.sound);
            quote!(#rt::ReceiverOf::<#value, <#target as #rt::Dependency>::Returned, #target>::FITS)
        }
    })
}
