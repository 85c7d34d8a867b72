//! The names of the dependencies that were met so far in this crate: only for better errors.
//!
//! An import of a name that does not exist suggests neither a similar name nor where one of that name is. An alias does
//! both, but only of types: it does not tell functions without an attribute from names that do not exist.

use std::collections::BTreeSet;
use std::sync::{LazyLock, Mutex, PoisonError};

use proc_macro2::Ident;

use crate::suggest::nearest;

static KNOWN: LazyLock<Mutex<BTreeSet<String>>> = LazyLock::new(Mutex::default);

/// Remembers a dependency.
pub(crate) fn remember(name: &Ident) {
    // Unit tests run in any order.
    if proc_macro::is_available() {
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(name.to_string());
    }
}

/// Whether a dependency has this name, or one of which it may be a misspelling.
pub(super) fn is_like_one(name: &Ident) -> bool {
    let (name, known) = (
        name.to_string(),
        KNOWN.lock().unwrap_or_else(PoisonError::into_inner),
    );
    known.contains(&name) || nearest(&name, known.iter().map(String::as_str)).is_some()
}
