//! What the compiler says, and what it accepts.
//!
//! `TRYBUILD=overwrite cargo test --test ui` writes the messages anew: read the difference.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use trybuild::TestCases;

/// Only checked, not built: the errors appear where editors ask for them.
#[test]
fn fail() {
    TestCases::new().compile_fail("ui/*/fail/*.rs");
}

#[test]
fn pass() {
    TestCases::new().pass("ui/*/pass/*.rs");
}

/// One rule, one function `check_...`, one file whose name starts with it.
#[test]
fn every_rule_has_a_file() {
    let mut rules = BTreeSet::new();
    for folder in ["../macros/src", "../runtime/src/graph"] {
        visit(Path::new(folder), &mut |path| {
            let code = fs::read_to_string(path).unwrap_or_default();
            let names = code.split("fn check_").skip(1);
            rules.extend(names.filter_map(|rest| rest.split('(').next().map(str::to_owned)));
        });
    }
    let mut files = BTreeSet::new();
    visit(Path::new("ui"), &mut |path| {
        files.extend(path.file_stem().and_then(OsStr::to_str).map(str::to_owned));
    });
    assert!(rules.len() > 15, "found only {rules:?}");
    for rule in rules {
        let name = format!("check_{rule}");
        let is_tested = files.iter().any(|file| file.starts_with(&name));
        assert!(is_tested, "no file in ui/*/fail/ for the rule {name}");
    }
}

fn visit(folder: &Path, see: &mut dyn FnMut(&Path)) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            visit(&path, see);
        } else {
            see(&path);
        }
    }
}
