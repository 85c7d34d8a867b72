//! The source files of functions, of which a macro is told less than it needs.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use proc_macro2::Span;

use super::scanner::Position;

/// What was found in each file: it is read once.
pub(super) struct Found<T>(LazyLock<Mutex<HashMap<PathBuf, Arc<T>>>>);

impl<T> Found<T> {
    pub(super) const fn new() -> Self {
        Self(LazyLock::new(Mutex::default))
    }

    /// What `find` finds in a file. One that cannot be read is empty.
    pub(super) fn of(&self, file: PathBuf, find: impl FnOnce(&str) -> T) -> Arc<T> {
        let mut found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = found.entry(file).or_insert_with_key(|file| {
            let source = std::fs::read_to_string(file).unwrap_or_default();
            Arc::new(find(&source))
        });
        Arc::clone(found)
    }
}

/// The file of `span`, and where that starts. None in a unit test, and where the compiler knows no file.
pub(super) fn place(span: Span) -> Option<(PathBuf, Position)> {
    if !proc_macro::is_available() {
        return None;
    }
    let span = span.unwrap();
    let start = span.start();
    Some((span.local_file()?, (start.line(), start.column())))
}
