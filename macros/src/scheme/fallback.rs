//! The code for a scheme with an invalid attribute, so that its dependants still compile.

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::function::kind;
use crate::paths::Crate;

pub(super) fn fallback(krate: &Crate, input: &DeriveInput) -> TokenStream {
    kind(krate, &input.ident, &input.generics, "BROKEN")
}
