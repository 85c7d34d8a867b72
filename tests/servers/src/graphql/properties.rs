//! Whatever the request is, no server executes a field that was not read.

use std::collections::BTreeSet;

use axum::body::Bytes;
use axum::http::{Method, Request};
use proptest::collection::vec;
use proptest::prelude::*;
use scopegate::operations::{GraphQl, ReadOperations};

use super::bodies::{body, nearly_right, right};
use super::execute::{by_async_graphql, by_juniper};

/// The fields that scopegate reads, if it can read the request.
fn read(body: &str) -> Option<BTreeSet<String>> {
    let request = Request::builder().method(Method::POST);
    let request = request.header("content-type", "application/json");
    let request = request
        .body(Bytes::copy_from_slice(body.as_bytes()))
        .unwrap();
    let operations = GraphQl.read(&request).ok()?;
    Some(operations.iter().map(ToString::to_string).collect())
}

/// Fails if a server executes what was not read.
fn assert_read(body: &str) {
    let Some(read) = read(body) else { return };
    for (executed, _) in [
        by_async_graphql(body.as_bytes()),
        by_juniper(body.as_bytes()),
    ] {
        assert!(
            executed.is_subset(&read),
            "{executed:?} of {read:?}: {body}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(5_000) })]

    #[test]
    fn what_is_executed_was_read(documents in vec(nearly_right(), 1..3)) {
        assert_read(&body(&documents));
    }

    #[test]
    fn what_servers_execute_is_readable(document in right()) {
        let body = body(&[document]);
        let read = read(&body);
        prop_assert!(read.is_some(), "{body}");
        let read: BTreeSet<_> = read.into_iter().flatten().filter(|field| !field.contains("__")).collect();
        let (executed, is_ok) = by_async_graphql(body.as_bytes());
        prop_assert!(is_ok, "{body}");
        // A field that a directive leaves out was read, too.
        let left_out = BTreeSet::from(["query b".to_owned()]);
        let missing: BTreeSet<_> = read.difference(&executed).cloned().collect();
        prop_assert!(missing.is_subset(&left_out), "{missing:?}: {body}");
    }
}

/// Attacks on the difference between lexers, each of which executes `c` somewhere.
#[test]
fn a_mutation_does_not_hide() {
    for document in [
        "query { a # \r } mutation { c # \n }",
        "mutation { a(x: [\"\"\" \" ]) c(y: [\" \"\"\"]) }",
        "mutation { a # \u{2028} c \n }",
        "{ a } mutation N { c }",
        "mutation N { c } query N { a }",
        "fragment F on Mutation { c } mutation { ... { ...F } }",
        "mutation { a: c }",
        "mutation { a @skip(if: false) ... @include(if: true) { c } }",
    ] {
        for name in [None, Some("N".to_owned())] {
            assert_read(&body(&[(document.to_owned(), name)]));
        }
    }
}
