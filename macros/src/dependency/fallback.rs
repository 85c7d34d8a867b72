//! What stands for a dependency whose attribute is wrong, so that its dependants compile all the same.

use proc_macro2::TokenStream;
use quote::quote;

use super::expand::quiet;
use crate::function::{Function, marker};
use crate::paths::Crate;

pub(super) fn fallback(krate: &Crate, function: &Function) -> TokenStream {
    let marker = marker(krate, function, "BROKEN");
    let quiet = quiet();
    quote!(#quiet #function #marker)
}
