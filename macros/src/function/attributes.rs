//! The attributes beside ours.

use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, PathSegment, Token};

/// What an attribute stands for: itself, or those in `cfg_attr` with their condition.
pub(crate) fn metas(attribute: &Attribute) -> (Option<Meta>, Vec<Meta>) {
    let metas = Punctuated::<Meta, Token![,]>::parse_terminated;
    if attribute.path().is_ident("cfg_attr")
        && let Ok(metas) = attribute.parse_args_with(metas)
    {
        let mut metas = metas.into_iter();
        return (metas.next(), metas.collect());
    }
    (None, vec![attribute.meta.clone()])
}

/// Whether an attribute is one of the compiler, or a macro that reads any function. Others may be that of utoipa by another
/// name, or compare the function's tokens with a pattern.
pub(crate) fn is_known(attribute: &Attribute) -> bool {
    const KNOWN: [&str; 16] = [
        "allow",
        "automatically_derived",
        "cfg",
        "cold",
        "debug_handler",
        "deny",
        "deprecated",
        "doc",
        "expect",
        "forbid",
        "inline",
        "instrument",
        "must_use",
        "security",
        "track_caller",
        "warn",
    ];
    const CRATES: [&str; 5] = ["clippy", "diagnostic", "rustdoc", "rustfmt", "utoipa"];

    let is_one_of = |names: &[&str], segment: Option<&PathSegment>| {
        segment.is_some_and(|segment| names.iter().any(|name| segment.ident == name))
    };
    metas(attribute).1.iter().all(|meta| {
        let segments = &meta.path().segments;
        is_one_of(&KNOWN, segments.last()) || is_one_of(&CRATES, segments.first())
    })
}
