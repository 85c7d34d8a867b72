//! Each suggestion, applied, is accepted and means what was written.

use proc_macro2::{Span, TokenStream};
use syn::Ident;

use super::check_scopes;
use super::list::parse_expression;
use super::mistakes::{meant_item, meant_list};
use crate::diag::Errors;
use crate::options::{Place, RawOption, Value};

fn option(value: &str) -> RawOption {
    RawOption {
        name: Ident::new("scopes", Span::call_site()),
        value: Value::Assigned(value.parse().expect(value)),
        place: Place::Handler,
        example: "scopes = [\"items\"]",
    }
}

/// The scopes of which one set is enough, if the value is accepted.
fn meaning(value: &str) -> Option<Vec<Vec<String>>> {
    let (option, mut errors) = (option(value), Errors::default());
    check_scopes(&option, &mut errors)?;
    let expression = parse_expression(&option, &mut errors)?;
    errors.is_empty().then(|| expression.alternatives())
}

fn tokens(value: &str) -> TokenStream {
    value.parse().expect(value)
}

/// The spellings of `a`, and of a combination, that users bring along.
const SCOPES: [&str; 7] = [
    "\"NAME\"",
    "NAME",
    "&\"NAME\"",
    "\"NAME\".to_string()",
    "String::from(\"NAME\")",
    "b\"NAME\"",
    "[\"NAME\"]",
];
const ANY: [&str; 14] = [
    "any(A, B)",
    "any[A, B]",
    "any!(A, B)",
    "any{A, B}",
    "any([A, B])",
    "one_of(A, B)",
    "oneOf(A, B,)",
    "anyOf(A, B)",
    "any_of[A, B]",
    "either(A, B)",
    "Scopes::any(A, B)",
    "A || B",
    "A | B",
    "A or B",
];
const ALL: [&str; 12] = [
    "[A, B]",
    "(A, B)",
    "{A, B}",
    "&[A, B]",
    "vec![A, B]",
    "HashSet::from([A, B])",
    "all[A, B]",
    "allOf(A, B)",
    "[A, B].to_vec()",
    "A && B",
    "A + B",
    "A and B",
];

/// Each form, with each spelling of its two scopes.
fn written(forms: &'static [&str]) -> impl Iterator<Item = String> {
    let scopes = || SCOPES.into_iter();
    let pairs = scopes().flat_map(move |a| scopes().map(move |b| (a, b)));
    pairs.flat_map(move |(a, b)| {
        let (a, b) = (a.replace("NAME", "x"), b.replace("NAME", "y"));
        forms.iter().map(move |form| {
            let with_first = form.replace('A', &a);
            // `B` once: the spellings have other letters.
            with_first.replace(" B", &format!(" {b}"))
        })
    })
}

/// The meaning of what is suggested for a value, or of the value if it is accepted.
fn read(value: &str) -> Option<Vec<Vec<String>>> {
    meaning(value).or_else(|| {
        let suggested = meant_list(&option(value), &tokens(value))?;
        let meaning = meaning(&suggested);
        assert!(meaning.is_some(), "`{suggested}` for `{value}` is refused");
        meaning
    })
}

#[test]
fn every_spelling_of_alternatives_is_understood() {
    let expected = vec![vec!["x".to_owned()], vec!["y".to_owned()]];
    for value in written(&ANY) {
        assert_eq!(read(&value).as_ref(), Some(&expected), "{value}");
        let item = meant_item(&option(&value), &tokens(&value));
        assert_eq!(item.as_deref(), Some("any(\"x\", \"y\")"), "{value}");
    }
}

#[test]
fn every_spelling_of_a_list_is_understood() {
    let expected = vec![vec!["x".to_owned(), "y".to_owned()]];
    for value in written(&ALL) {
        assert_eq!(read(&value).as_ref(), Some(&expected), "{value}");
    }
}

#[test]
fn nested_spellings_are_understood() {
    for (value, suggested) in [
        ("any(any(a, b), c)", "any(\"a\", \"b\", \"c\")"),
        ("a && (b || c)", "[\"a\", any(\"b\", \"c\")]"),
        ("a && b || c", "any(all(\"a\", \"b\"), \"c\")"),
        ("one_of([a, b], c)", "any(all(\"a\", \"b\"), \"c\")"),
        ("\"a b\"", "[\"a\", \"b\"]"),
        ("any(\"a\", \"a\")", "[\"a\"]"),
    ] {
        let found = meant_list(&option(value), &tokens(value));
        assert_eq!(found.as_deref(), Some(suggested), "{value}");
    }
}

#[test]
fn nothing_is_suggested_that_would_be_refused_or_has_another_meaning() {
    for value in [
        "any(\"a\", all(\"a\", \"b\"))",
        "CONSTANT",
        "[CONSTANT]",
        "Scope::Items",
        "not(\"a\", \"b\")",
        "[]",
        "\"ä\"",
    ] {
        let found = meant_list(&option(value), &tokens(value));
        assert_eq!(found, None, "{value}");
    }
}
