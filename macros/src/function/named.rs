//! Whether a source file names a function: only for better errors.

use std::collections::BTreeSet;

use proc_macro2::Ident;

use super::scanner::{Scanner, is_of_word};
use super::source::{Found, place};
use crate::paths::unraw;

/// What has a name in a file.
#[derive(Default)]
struct Names {
    /// Functions, and what is imported.
    names: BTreeSet<String>,
    /// Whether a file imports all of a module.
    has_glob: bool,
}

/// Whether the file in which the name is written may have a function of that name.
pub(super) fn may_be_named(name: &Ident) -> bool {
    static NAMES: Found<Names> = Found::new();

    let Some((file, _)) = place(name.span()) else {
        return true;
    };
    let found = NAMES.of(file, names);
    found.has_glob || found.names.contains(&unraw(name))
}

fn names(source: &str) -> Names {
    let mut found = Names::default();
    let (mut word, mut before) = (Vec::new(), Vec::new());
    let mut is_import = false;
    let mut scanner = Scanner::new(source);
    while let Some((_, byte)) = scanner.next_of_code() {
        if is_of_word(byte) {
            word.push(byte);
            continue;
        }
        if !word.is_empty() {
            is_import |= word == b"use";
            if is_import || before == b"fn" {
                let name = String::from_utf8_lossy(&word);
                found.names.insert(name.into_owned());
            }
            before = std::mem::take(&mut word);
        }
        found.has_glob |= is_import && byte == b'*';
        is_import &= byte != b';';
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_and_imports_are_named() {
        let found = names(
            "use a::{b, c as d}; pub async fn e(f: F) -> G { h() } // fn i
            #[security(depends = j)] fn r#k() {}",
        );
        let names: Vec<_> = found.names.iter().map(String::as_str).collect();
        assert_eq!(names, ["a", "as", "b", "c", "d", "e", "k", "use"]);
        assert!(!found.has_glob);
    }

    #[test]
    fn all_of_a_module_may_have_any_name() {
        assert!(names("fn a(b: *const u8) {} use c::*;").has_glob);
        assert!(!names("use a::b; fn c(d: *const u8) {}").has_glob);
    }
}
