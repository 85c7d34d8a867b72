//! Random requests: documents that are right, and others that are nearly so.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

/// A document that servers execute, with the name of its operation if it has several.
pub(crate) fn right() -> impl Strategy<Value = (String, Option<String>)> {
    let selection = |kind: &'static str| {
        let fields = if kind == "mutation" {
            vec![
                "a",
                "x: a",
                "c",
                "z: c(text: \"} a #\")",
                "y: c(text: \"\"\"\n } \\ # a\"\"\")",
            ]
        } else {
            vec![
                "a",
                "x: a",
                "w: b(list: [\"]\", \"\\\"{\"], text: null)",
                "object { a object { x: a } }",
                "__typename",
                "y: b @include(if: false)",
            ]
        };
        let on = if kind == "mutation" {
            "Mutation"
        } else {
            "Query"
        };
        let field = select(fields).prop_map(str::to_owned);
        let fragment = format!("... on {on} {{ a }} ... {{ a }}");
        let one = prop_oneof![6 => field, 1 => Just(fragment), 1 => Just(format!("...F{on}"))];
        let between = select(vec![" ", ",", "\n", "\r\n", " # a { \" ü\n"]);
        vec((one, between), 1..4).prop_map(|all| {
            let text: String = all
                .into_iter()
                .map(|(one, between)| one + between)
                .collect();
            format!("{{{text}}}")
        })
    };
    let operation = select(vec!["query", "mutation"])
        .prop_flat_map(move |kind| selection(kind).prop_map(move |selection| (kind, selection)));
    vec(operation, 1..3).prop_map(|operations| {
        let mut text = String::new();
        let is_alone = operations.len() == 1;
        for (i, (kind, selection)) in operations.iter().enumerate() {
            let name = if is_alone {
                String::new()
            } else {
                format!("N{i}")
            };
            text += &format!("{kind} {name} {selection}\n");
        }
        for on in ["Query", "Mutation"] {
            if text.contains(&format!("...F{on}")) {
                text += &format!("fragment F{on} on {on} {{ a ... {{ a }} }}\n");
            }
        }
        (text, (!is_alone).then(|| "N0".to_owned()))
    })
}

/// What changes how a document is read.
const PIECES: [&str; 44] = [
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "\"\"\"",
    "\\",
    "#",
    "\n",
    "\r",
    "\r\n",
    ",",
    "\u{feff}",
    "\u{2028}",
    "\u{85}",
    "\0",
    "\u{a0}",
    "...",
    "..",
    ".",
    "@",
    "$",
    ":",
    "!",
    "|",
    "&",
    "a",
    "c",
    "x: ",
    "a: ",
    "...F",
    "fragment F on Query {",
    "on",
    "query",
    "mutation",
    "query N",
    " mutation N0 {c}",
    "1",
    "0x1",
    "(text: \"\"\"",
    "\"\"\"){a}",
    "'",
];

/// What may stand in many places.
const HARMLESS: [&str; 12] = [
    " a ",
    " z: a ",
    ",",
    "\n",
    "\r\n",
    " # c } \n",
    " # \"\"\" \n",
    "...{a}",
    "@skip(if: false)",
    "\u{fc}",
    " __typename ",
    " c ",
];

/// A document that is right, with a few pieces put into it or in place of a part of it.
pub(crate) fn nearly_right() -> impl Strategy<Value = (String, Option<String>)> {
    let piece = prop_oneof![3 => select(&HARMLESS[..]), 1 => select(&PIECES[..])];
    let name = select(vec![None, None, Some("N0"), Some("N1"), Some("")]);
    let removed = prop_oneof![6 => Just(0), 1 => Just(1_usize)];
    let edits = vec((any::<prop::sample::Index>(), piece, removed), 0..4);
    (right(), name, edits).prop_map(|((text, own), name, edits)| {
        let mut letters: Vec<char> = text.chars().collect();
        for (at, piece, removed) in edits {
            let at = at.index(letters.len() + 1);
            let end = (at + removed).min(letters.len());
            letters.splice(at..end, piece.chars());
        }
        let name = name.map(str::to_owned);
        (letters.into_iter().collect(), name.or(own))
    })
}

/// The body of a request for one document, or of a batch.
pub(crate) fn body(documents: &[(String, Option<String>)]) -> String {
    let requests = documents.iter().map(|(query, name)| match name {
        Some(name) => json!({ "query": query, "operationName": name }),
        None => json!({ "query": query }),
    });
    let mut requests: Vec<_> = requests.collect();
    if requests.len() == 1 {
        requests.remove(0).to_string()
    } else {
        serde_json::Value::from(requests).to_string()
    }
}
