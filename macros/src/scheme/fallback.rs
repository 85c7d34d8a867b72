//! What stands for a scheme whose attribute is wrong, so that its dependants compile all the same.

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::function::kind;
use crate::paths::Crate;

pub(super) fn fallback(krate: &Crate, input: &DeriveInput) -> TokenStream {
    kind(krate, &input.ident, &input.generics, "BROKEN")
}
