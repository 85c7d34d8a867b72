//! Imports of `scopegate` go one way: the folders of `runtime/src` are layers, and files form no large circles. Macros word their
//! errors in one stage.

mod sources;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::Path;

use sources::{Imports, Module};

/// The folders and files of `runtime/src`, from the top down. What is in one layer imports only what is in those below.
const LAYERS: &[&[&str]] = &[
    &["testing"],
    &["openapi"],
    &["audit"],
    &["routing"],
    &["metadata", "operations"],
    &["resolve"],
    &["extract"],
    &["credentials", "issuer", "password"],
    &["graph", "refuse", "scheme"],
    &["verify"],
    &[
        "caller",
        "dpop",
        "metrics",
        "mtls",
        "provider",
        "revocation",
    ],
    &["token"],
    &["challenge", "crypto"],
    &["clock", "const_str", "expiring", "url"],
];

/// Modules of one layer that import each other. Why is said where they are tied: at `Scheme::reject` and at
/// `Event::Fetched`.
const KNOTS: &[&[&str]] = &[&["graph", "refuse", "scheme"], &["metrics", "provider"]];

/// No more files may import each other in a circle: more than that nobody reads at once.
const LARGEST_CIRCLE: usize = 5;

/// What is no layer: the root itself, and what generated code and documentation name.
const FACADES: &[&str] = &["__private", "bounds", "guide"];

fn layer(module: &str) -> usize {
    LAYERS
        .iter()
        .position(|layer| layer.contains(&module))
        .unwrap_or_else(|| panic!("`{module}` is in no layer: say in which one it is"))
}

fn is_knot(one: &str, other: &str) -> bool {
    KNOTS
        .iter()
        .any(|knot| knot.contains(&one) && knot.contains(&other))
}

/// The folder or file in `runtime/src` that a module belongs to.
fn top(module: &Module) -> Option<&str> {
    let top = module.first()?.as_str();
    (!FACADES.contains(&top)).then_some(top)
}

#[test]
fn imports_lead_only_to_lower_layers() {
    let mut upward = Vec::new();
    for (from, imports) in &sources::imports("../runtime/src") {
        let Some(own) = top(from) else { continue };
        for to in imports {
            let Some(other) = top(to) else { continue };
            if own != other && layer(own) >= layer(other) && !is_knot(own, other) {
                upward.push(format!("{} -> {}", from.join("/"), to.join("/")));
            }
        }
    }
    assert!(upward.is_empty(), "these imports lead upward: {upward:#?}");
}

#[test]
fn every_layer_exists() {
    let imports = sources::imports("../runtime/src");
    let found: BTreeSet<_> = imports.keys().filter_map(top).collect();
    let listed: BTreeSet<_> = LAYERS.concat().into_iter().collect();
    assert_eq!(found, listed);
}

#[test]
fn few_files_import_each_other_in_a_circle() {
    let imports = sources::imports("../runtime/src");
    assert!(imports.len() > 150, "found only {} files", imports.len());
    let reached: BTreeMap<_, _> = imports
        .keys()
        .map(|file| (file, reachable(file, &imports)))
        .collect();
    for (file, below) in &reached {
        let circle: Vec<_> = below
            .iter()
            .filter(|other| reached.get(*other).is_some_and(|back| back.contains(*file)))
            .map(|file| file.join("/"))
            .collect();
        assert!(
            circle.len() <= LARGEST_CIRCLE,
            "{} files import each other: {circle:#?}",
            circle.len()
        );
    }
}

/// All that a file imports, and what that imports.
fn reachable(file: &Module, imports: &Imports) -> BTreeSet<Module> {
    let mut found = BTreeSet::new();
    let mut next = vec![file];
    while let Some(file) = next.pop() {
        for to in imports.get(file).into_iter().flatten() {
            if found.insert(to.clone()) {
                next.push(to);
            }
        }
    }
    found
}

/// A macro parses, then checks, then expands: what is said to users is in `check.rs` or below `check/`.
#[test]
fn macros_word_their_errors_in_the_check_stage() {
    let mut files = Vec::new();
    sources::files(Path::new("../macros/src"), &mut files);
    assert!(files.len() > 30, "found only {files:?}");
    let elsewhere: Vec<_> = files
        .iter()
        .filter(|file| !is_in_check_stage(file) && words_errors(file))
        .collect();
    assert!(elsewhere.is_empty(), "{elsewhere:#?}");
}

fn is_in_check_stage(file: &Path) -> bool {
    let names: Vec<_> = file.iter().filter_map(OsStr::to_str).collect();
    names.contains(&"check") || names.contains(&"check.rs")
}

/// Whether a file makes errors. Those that are no part of a stage do: the tool itself, and tests.
fn words_errors(file: &Path) -> bool {
    let tools = ["diag.rs", "testing.rs", "tests.rs"];
    if tools.iter().any(|tool| file.ends_with(tool)) {
        return false;
    }
    let code = std::fs::read_to_string(file).expect("a file of sources");
    let makers = [
        " error(",
        "(error(",
        "|error(",
        "Error::new",
        ".error(",
        "with_help(",
    ];
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .any(|line| makers.iter().any(|maker| line.contains(maker)))
}
