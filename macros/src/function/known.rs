//! The dependencies that were met so far in this crate, and what they return: only for better errors.
//!
//! An import of a name that does not exist suggests neither a similar name nor where one of that name is. An alias does
//! both, but only of types: it does not tell functions without an attribute from names that do not exist.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use proc_macro2::Ident;
use syn::Path;

use crate::suggest::nearest;

/// What a dependency returns, as written.
#[derive(Clone, PartialEq)]
pub(crate) enum Given {
    /// The type of a function's value.
    Value(String),
    /// The name of the type that a security scheme provides.
    Credentials(&'static str),
}

impl Given {
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Value(text) => text,
            Self::Credentials(name) => name,
        }
    }
}

/// Functions, and schemes. Of a name that several have, nothing more is known.
static KNOWN: LazyLock<Mutex<BTreeMap<String, Option<Given>>>> = LazyLock::new(Mutex::default);

fn known() -> MutexGuard<'static, BTreeMap<String, Option<Given>>> {
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Remembers a dependency.
pub(crate) fn remember(name: &Ident, given: Given) {
    // Unit tests run in any order.
    if !proc_macro::is_available() {
        return;
    }
    match known().entry(name.to_string()) {
        Entry::Vacant(entry) => {
            entry.insert(Some(given));
        }
        Entry::Occupied(mut entry) => {
            if entry.get().as_ref() != Some(&given) {
                entry.insert(None);
            }
        }
    }
}

/// Whether a dependency has this name, or one of which it may be a misspelling.
pub(super) fn is_like_one(name: &Ident) -> bool {
    let (name, known) = (name.to_string(), known());
    known.contains_key(&name) || nearest(&name, known.keys().map(String::as_str)).is_some()
}

/// What the dependency at the end of this path returns, if that is known.
pub(super) fn given_by(path: &Path) -> Option<Given> {
    let name = path.segments.last()?.ident.to_string();
    known().get(&name).cloned().flatten()
}
