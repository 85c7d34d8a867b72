//! What completes the operation that `#[utoipa::path]` documents.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote, quote_spanned};
use syn::{Attribute, Meta};

use super::Handler;
use crate::function::{attributes_above, is_known, metas};
use crate::paths::{Crate, located, unraw};

/// `#[utoipa::path(...)]` of a handler.
struct UtoipaPath {
    /// The condition under which it is there.
    condition: Option<Meta>,
    /// Whether it has its own `security(...)`.
    has_security: bool,
    /// Whether it is for a type that the user names, and generates none.
    has_own_type: bool,
}

/// A function of the type that `#[utoipa::path]` generates, which documents use in place of that of a trait. It is here for
/// those that no `SecureRouter` makes.
pub(super) fn documented(handler: &Handler, krate: &Crate) -> Option<TokenStream> {
    let function = &handler.function;
    let name = &function.signature.ident;
    let above = attributes_above(name.span());
    let mut paths = utoipa_paths(&function.attributes);
    let is_certain = above.is_complete || !paths.is_empty();
    if paths.is_empty() {
        paths = utoipa_paths(&above.attributes);
    }
    if !cfg!(feature = "openapi") {
        let silent = paths
            .iter()
            .filter(|path| !path.has_security && !handler.is_public);
        return Some(silent.map(|path| warning(name, path)).collect());
    }
    let mut all = function.attributes.iter().chain(&above.attributes);
    match &*paths {
        [path] if is_certain && path.condition.is_none() && !path.has_own_type => {
            Some(completed(name, krate))
        }
        [] if above.is_complete && all.all(is_known) => None,
        _ => Some(completed_if_there(name, krate)),
    }
}

fn completed(name: &Ident, krate: &Crate) -> TokenStream {
    let (rt, of_path) = (krate.private(), format_ident!("__path_{name}"));
    quote! {
        #[automatically_derived]
        impl #rt::MayBeDocumented for #name {
            type Path = #of_path;
        }

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

/// The same where only the compiler knows whether the type exists. It costs more.
fn completed_if_there(name: &Ident, krate: &Crate) -> TokenStream {
    let rt = krate.private();
    let of_path = Ident::new(&format!("__path_{}", unraw(name)), Span::call_site());
    quote!(#rt::documented_if_there!(#of_path, #name);)
}

/// Without the feature, the runtime does not know utoipa. Stable Rust has no other way for a macro to warn.
fn warning(name: &Ident, path: &UtoipaPath) -> TokenStream {
    const NOTE: &str = "`#[utoipa::path]` does not document what `#[security]` requires: enable the feature `openapi` of \
                        scopegate, or write `security(...)` in it";

    let condition = path
        .condition
        .as_ref()
        .map(|condition| quote!(#[cfg(#condition)]));
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

/// Those that are among these attributes: of several, each has its condition.
fn utoipa_paths(attributes: &[Attribute]) -> Vec<UtoipaPath> {
    let paths = attributes.iter().flat_map(|attribute| {
        let (condition, metas) = metas(attribute);
        let paths = metas
            .iter()
            .filter_map(|meta| of_meta(meta, condition.as_ref()));
        paths.collect::<Vec<_>>()
    });
    paths.collect()
}

/// `utoipa::path(...)`.
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
    let has = |option: &str| {
        let mut tokens = list.tokens.clone().into_iter();
        tokens.any(|token| matches!(token, TokenTree::Ident(name) if name == option))
    };
    is_utoipa.then(|| UtoipaPath {
        condition: condition.cloned(),
        has_security: has("security"),
        has_own_type: has("impl_for"),
    })
}
