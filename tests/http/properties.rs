//! Nothing that a client sends leads to a server error or a malformed challenge.
//!
//! That every challenge is well formed, and that a 401 or 403 has one, is checked where answers are
//! read: see `client`.

use std::sync::LazyLock;

use axum::http::HeaderValue;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value};
use tokio::runtime::{Builder, Runtime};

use crate::http::app::{PROTECTED, service};
use crate::http::client::get;
use crate::http::token::{forge, now, token};

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_current_thread().build().unwrap());

/// Calls every route: none of these callers is known.
fn assert_refused(query: &str, headers: &[&[u8]]) {
    for (path, _) in PROTECTED {
        let target = format!("{path}{query}");
        let answer = RUNTIME.block_on(get(service(), &target, headers));
        assert!(matches!(answer.status, 400 | 401 | 403), "{answer:?}");
    }
}

fn header_value() -> impl Strategy<Value = Vec<u8>> {
    let prefix = prop_oneof![Just(""), Just("Bearer "), Just("bearer  "), Just("Basic ")];
    let tail = prop_oneof![
        vec(any::<u8>(), 0..60),
        "[A-Za-z0-9._~+/=-]{0,60}".prop_map(String::into_bytes),
        "[A-Za-z0-9_-]{0,20}\\.[A-Za-z0-9_-]{0,20}\\.[A-Za-z0-9_-]{0,20}"
            .prop_map(String::into_bytes),
    ];
    (prefix, tail)
        .prop_map(|(prefix, tail)| [prefix.as_bytes(), &tail].concat())
        .prop_filter("a header value", |value| {
            HeaderValue::from_bytes(value).is_ok()
        })
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[ -~]{0,12}".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec(("[a-z]{0,6}", inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

const CLAIMS: &[&str] = &[
    "exp", "nbf", "iat", "sub", "iss", "aud", "jti", "scope", "scopes", "scp", "cnf",
];

/// Members that a verifier looks at, mostly, with any value.
fn object() -> impl Strategy<Value = Map<String, Value>> {
    let name = prop_oneof![
        8 => proptest::sample::select(CLAIMS).prop_map(str::to_owned),
        1 => "[a-z]{0,6}",
    ];
    vec((name, json()), 0..6).prop_map(|members| members.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_header_gets_through_or_breaks_the_server(value in header_value()) {
        assert_refused("", &[&value]);
    }

    #[test]
    fn no_pair_of_headers_gets_through_or_breaks_the_server(
        first in header_value(),
        second in header_value(),
    ) {
        let good = format!("Bearer {}", token("johndoe", "me items admin"));
        assert_refused("", &[&first, &second]);
        assert_refused("", &[&first, good.as_bytes()]);
    }

    #[test]
    fn no_query_gets_through_or_breaks_the_server(query in "\\?(access_token=)?[a-z%=&.+]{0,30}") {
        assert_refused(&query, &[]);
    }

    #[test]
    fn no_genuine_token_breaks_the_server(
        header in prop_oneof![vec(any::<u8>(), 0..40), Just(br#"{"alg":"HS256"}"#.to_vec())],
        payload in vec(any::<u8>(), 0..60),
    ) {
        let forged = forge(header, payload);
        assert_refused("", &[format!("Bearer {forged}").as_bytes()]);
    }

    #[test]
    fn no_claims_break_the_server(mut claims in object(), valid in any::<bool>()) {
        if valid {
            claims.insert("exp".into(), (now() + 60).into());
        }
        // Whoever has the scope passes `/admin`, which asks for no user.
        let claims = Value::Object(claims).to_string();
        let forged = forge(r#"{"alg":"HS256"}"#, claims);
        let header = format!("Bearer {forged}");
        for (path, _) in PROTECTED {
            let answer = RUNTIME.block_on(get(service(), path, &[header.as_bytes()]));
            prop_assert!(matches!(answer.status, 200 | 400 | 401 | 403));
        }
    }

    #[test]
    fn only_the_required_scopes_open(scopes in vec("me|items|admin|ME|m e|[!-~]{1,8}", 0..5)) {
        let claims = serde_json::json!({"sub": "johndoe", "exp": now() + 60, "scopes": scopes});
        let header = format!("Bearer {}", forge(r#"{"alg":"HS256"}"#, claims.to_string()));
        for (path, required) in PROTECTED {
            let answer = RUNTIME.block_on(get(service(), path, &[header.as_bytes()]));
            let enough = required.split_terminator(' ').all(|scope| scopes.iter().any(|own| own == scope));
            prop_assert_eq!(answer.status, if enough { 200 } else { 403 });
        }
    }
}
