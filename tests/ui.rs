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

/// One rule, one function `check_<rule>`, one file `check_<rule>.rs`, or several `check_<rule>__<case>.rs`.
#[test]
fn every_rule_has_a_file() {
    let mut rules = BTreeSet::new();
    for folder in ["../macros/src", "../runtime/src/graph"] {
        visit(Path::new(folder), &mut |path| {
            let code = fs::read_to_string(path).unwrap_or_default();
            let names = code.split("fn check_").skip(1);
            let names = names.filter_map(|rest| rest.split(['(', '<']).next());
            rules.extend(names.map(|rule| format!("check_{rule}")));
        });
    }
    let mut files = BTreeSet::new();
    visit(Path::new("ui"), &mut |path| {
        let is_failing = path.parent().is_some_and(|folder| folder.ends_with("fail"));
        if is_failing && path.extension() == Some(OsStr::new("rs")) {
            files.extend(path.file_stem().and_then(OsStr::to_str).map(rule_of));
        }
    });
    assert!(rules.len() > 15, "found only {rules:?}");
    let untested: Vec<_> = rules.difference(&files).collect();
    assert!(
        untested.is_empty(),
        "no file in ui/*/fail/ for {untested:?}"
    );
    let named = files.iter().filter(|file| file.starts_with("check_"));
    let unknown: Vec<_> = named.filter(|file| !rules.contains(*file)).collect();
    assert!(unknown.is_empty(), "no such rule: {unknown:?}");
}

/// The name of a file without its case.
fn rule_of(file: &str) -> String {
    file.split("__").next().unwrap_or(file).to_owned()
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
