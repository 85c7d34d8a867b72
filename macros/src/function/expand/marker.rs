//! The type of the same name as a function.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::{Attribute, Generics};

use crate::function::Function;
use crate::paths::Crate;

/// The type of the same name as the function, by which paths find its place in the graph.
pub(crate) fn marker(krate: &Crate, function: &Function, what: &str) -> TokenStream {
    let (visibility, name) = (&function.visibility, &function.signature.ident);
    let (kind, cfgs) = (
        kind(krate, name, &Generics::default(), what),
        cfgs(function),
    );
    let cfgs = quote!(#(#cfgs)*);
    let docs = docs(function).filter(|_| what == "DEPENDENCY");
    quote! {
        #cfgs
        #(#docs)*
        #[allow(dead_code, missing_debug_implementations, non_camel_case_types)]
        #[doc(hidden)]
        #visibility enum #name {}

        #cfgs
        #kind
    }
}

/// The constant that says what a path to `name` leads to: `what` is a constant of the runtime.
pub(crate) fn kind(krate: &Crate, name: &Ident, generics: &Generics, what: &str) -> TokenStream {
    let (rt, what) = (krate.private(), format_ident!("{what}"));
    let (parameters, arguments, bounds) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #parameters #name #arguments #bounds {
            #[allow(unreachable_pub)]
            #[doc(hidden)]
            pub const __SCOPEGATE: ::core::primitive::u8 = #rt::target_kind::#what;
        }
    }
}

/// The documentation of the function. Editors show it where a path, as in `depends = ...`, leads to the type.
fn docs(function: &Function) -> impl Iterator<Item = &Attribute> {
    let attributes = function.attributes.iter();
    attributes.filter(|attribute| attribute.path().is_ident("doc"))
}

/// The conditions under which the function exists, and with it all that is generated.
pub(super) fn cfgs(function: &Function) -> impl Iterator<Item = &Attribute> {
    let attributes = function.attributes.iter();
    attributes.filter(|attribute| {
        attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr")
    })
}
