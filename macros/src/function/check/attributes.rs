//! The other attributes of a function.

use syn::Attribute;

use crate::diag::error;
use crate::function::Function;

/// A function has one of our attributes. The outer one runs first, and sees those below it.
///
/// The error is reported once: `function` has no other attribute of ours afterwards.
pub(crate) fn check_only_attribute(function: &mut Function, outer: &str) -> syn::Result<()> {
    let attributes = &mut function.attributes;
    let others: Vec<_> = attributes
        .extract_if(.., |attribute| own_name(attribute).is_some())
        .collect();
    let Some(other) = others.first() else {
        return Ok(());
    };
    let inner = own_name(other).unwrap_or(outer);
    Err(if inner == outer {
        let message = format!("`#[{outer}]` is written twice above this function");
        error(other, message, "merge it into the first")
    } else {
        error(
            other,
            format!("`#[{outer}]` and `#[{inner}]` are above one function"),
            "keep `#[security(...)]` if it is a handler, or `#[dependency(...)]` if others receive its value",
        )
    })
}

/// The name of our attribute, alone or in our crate.
fn own_name(attribute: &Attribute) -> Option<&'static str> {
    let mut names = attribute.path().segments.iter().rev();
    let name = names.next()?;
    let krate = names.next();
    if krate.is_some_and(|krate| krate.ident != "scopegate") {
        return None;
    }
    let mut known = ["security", "dependency"].into_iter();
    known.find(|known| name.ident == known)
}
