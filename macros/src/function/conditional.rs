//! Parameters with `#[cfg(...)]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, FnArg, MetaList};

use super::parse::Function;
use crate::paths::Crate;

/// The function with and without its first parameter that has a condition, each with the attribute.
///
/// Macros cannot evaluate conditions. The compiler removes one of the two, and runs the attribute on the other one.
pub(crate) fn split_at_condition(
    krate: &Crate,
    attribute: &str,
    options: &TokenStream,
    function: &Function,
) -> Option<TokenStream> {
    let mut with = function.clone();
    let mut inputs = with.signature.inputs.iter_mut().enumerate();
    let (place, condition) =
        inputs.find_map(|(place, input)| Some((place, take_condition(input)?)))?;
    let mut without = function.clone();
    let others = without.signature.inputs.into_iter().enumerate();
    let others = others.filter(|(other, _)| *other != place);
    without.signature.inputs = others.map(|(_, input)| input).collect();

    let (ours, condition) = (krate.attribute(attribute), condition.tokens);
    Some(quote! {
        #[cfg(#condition)]
        #[#ours(#options)]
        #with

        #[cfg(not(#condition))]
        #[#ours(#options)]
        #without
    })
}

/// Removes the first `#[cfg(...)]`.
fn take_condition(input: &mut FnArg) -> Option<MetaList> {
    let attributes = match input {
        FnArg::Typed(parameter) => &mut parameter.attrs,
        FnArg::Receiver(receiver) => &mut receiver.attrs,
    };
    let is_condition = |attribute: &Attribute| {
        attribute.path().is_ident("cfg") && attribute.meta.require_list().is_ok()
    };
    let index = attributes.iter().position(is_condition)?;
    attributes.remove(index).meta.require_list().ok().cloned()
}
