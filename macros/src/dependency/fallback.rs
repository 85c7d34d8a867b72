//! What stands for a dependency whose attribute is wrong, so that its dependants compile all the same.

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
