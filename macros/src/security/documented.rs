//! What completes the operation that `#[utoipa::path]` documents.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{format_ident, quote, quote_spanned};
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Token};

use super::Handler;
use crate::function::attributes_above;
use crate::paths::{Crate, located};

/// `#[utoipa::path(...)]` above a handler.
struct UtoipaPath {
    /// The condition under which it is there.
    condition: Option<Meta>,
    /// Whether it has its own `security(...)`.
    has_security: bool,
}

/// A function of the type that `#[utoipa::path]` generates, which documents use in place of that of a trait. It is here for
/// those that no `SecureRouter` makes.
pub(super) fn documented(handler: &Handler, krate: &Crate) -> Option<TokenStream> {
    let function = &handler.function;
    let name = &function.signature.ident;
    let path = utoipa_path(&function.attributes)
        .or_else(|| utoipa_path(&attributes_above(name.span())))?;
    let condition = path.condition.map(|condition| quote!(#[cfg(#condition)]));
    if cfg!(feature = "openapi") {
        return Some(completed(name, condition.as_ref(), krate));
    }
    let is_silent = !path.has_security && !handler.is_public;
    is_silent.then(|| warning(name, condition.as_ref()))
}

fn completed(name: &Ident, condition: Option<&TokenStream>, krate: &Crate) -> TokenStream {
    let (rt, of_path) = (krate.private(), format_ident!("__path_{name}"));
    quote! {
        #condition
        #[automatically_derived]
        impl #of_path {
            #[allow(dead_code, unreachable_pub, reason = "for documents")]
            #[doc(hidden)]
            pub fn operation() -> #rt::Operation {
                #rt::documented::<Self>(&DECLARED_SECURITY)
            }
        }
    }
}

/// Without the feature, the runtime does not know utoipa. Stable Rust has no other way for a macro to warn.
fn warning(name: &Ident, condition: Option<&TokenStream>) -> TokenStream {
    const NOTE: &str = "`#[utoipa::path]` does not document what `#[security]` requires: enable the feature `openapi` of \
                        scopegate, or write `security(...)` in it";

    let span = located(name.span());
    let used = quote_spanned!(span=> UNDOCUMENTED);
    quote! {
        #condition
        const _: () = {
            #[deprecated(note = #NOTE)]
            const UNDOCUMENTED: () = ();
            #used
        };
    }
}

/// The attribute among these, if it is there.
fn utoipa_path(attributes: &[Attribute]) -> Option<UtoipaPath> {
    attributes.iter().find_map(|attribute| {
        if !attribute.path().is_ident("cfg_attr") {
            return of_meta(&attribute.meta, None);
        }
        let metas = Punctuated::<Meta, Token![,]>::parse_terminated;
        let mut metas = attribute.parse_args_with(metas).ok()?.into_iter();
        let condition = metas.next()?;
        metas.find_map(|meta| of_meta(&meta, Some(&condition)))
    })
}

/// `utoipa::path(...)`, or `path(...)` if it is imported.
fn of_meta(meta: &Meta, condition: Option<&Meta>) -> Option<UtoipaPath> {
    let Meta::List(list) = meta else {
        return None;
    };
    let mut names = list
        .path
        .segments
        .iter()
        .rev()
        .map(|segment| &segment.ident);
    let is_utoipa = names.next().is_some_and(|name| name == "path")
        && names.next().is_none_or(|name| name == "utoipa")
        && names.next().is_none();
    let is_security = |token| matches!(token, TokenTree::Ident(name) if name == "security");
    is_utoipa.then(|| UtoipaPath {
        condition: condition.cloned(),
        has_security: list.tokens.clone().into_iter().any(is_security),
    })
}
