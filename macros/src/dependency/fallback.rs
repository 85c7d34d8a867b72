//! The code for a dependency with an invalid attribute, so that its dependants still compile.

use proc_macro2::TokenStream;
use quote::quote;

use super::expand::quiet;
use crate::function::{Function, marker, take_attributes};
use crate::paths::Crate;

pub(super) fn fallback(krate: &Crate, function: &Function) -> TokenStream {
    let marker = marker(krate, function, "BROKEN");
    let quiet = quiet();
    let mut function = function.clone();
    take_attributes(&mut function);
    quote!(#quiet #function #marker)
}
