//! A header in the first line and a payload after it, signed honestly: what passes has to be what it seems to another
//! reader of JSON.

#![no_main]

use std::sync::LazyLock;
use std::time::SystemTime;

use libfuzzer_sys::fuzz_target;
use scopegate::Verifier;
use scopegate::token::{Claims, VerifiedToken};
use scopegate_fuzz::{SECRET, sign, verify};
use serde_json::{Map, Value};

static VERIFIER: LazyLock<Verifier> = LazyLock::new(|| Verifier::hs256(SECRET).expect("a secret"));

fn object(json: &[u8]) -> Map<String, Value> {
    match serde_json::from_slice(json) {
        Ok(Value::Object(members)) => members,
        other => panic!("no object passed: {other:?}"),
    }
}

/// A claim that is `null` is not there.
fn claims(json: &[u8]) -> Map<String, Value> {
    let mut claims = object(json);
    claims.retain(|_, value| !value.is_null());
    claims
}

fn is_string_or_strings(value: &Value) -> bool {
    match value {
        Value::Array(texts) => texts.iter().all(Value::is_string),
        other => other.is_string(),
    }
}

fn check_header(header: &Map<String, Value>) {
    assert_eq!(header["alg"], "HS256");
    for name in ["crit", "b64", "zip", "enc"] {
        assert!(!header.contains_key(name), "{name} passed");
    }
    for name in ["kid", "typ"] {
        assert!(
            header.get(name).is_none_or(Value::is_string),
            "{name} passed"
        );
    }
}

fn check_claims(claims: &Map<String, Value>) {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let now = now.expect("a clock").as_secs_f64();
    let date = |name: &str| {
        claims
            .get(name)
            .map(|date| date.as_f64().expect("a number"))
    };
    assert!(date("exp").expect("exp") >= now - 1.0, "expired");
    assert!(
        date("nbf").is_none_or(|nbf| nbf <= now + 1.0),
        "not yet valid"
    );
    assert!(date("iat").is_none_or(|iat| iat >= 0.0), "iat passed");
    for name in ["iss", "sub", "jti", "client_id"] {
        assert!(
            claims.get(name).is_none_or(Value::is_string),
            "{name} passed"
        );
    }
    for name in ["scope", "scopes", "scp"] {
        assert!(
            claims.get(name).is_none_or(is_string_or_strings),
            "{name} passed"
        );
    }
    for name in ["aud", "cnf"] {
        assert!(!claims.contains_key(name), "{name} passed");
    }
}

/// Every granted scope is a word of a claim that grants.
fn check_scopes(token: &VerifiedToken, claims: &Map<String, Value>) {
    let texts = |name: &str| match claims.get(name) {
        Some(Value::String(text)) => text.split(' ').collect(),
        Some(Value::Array(texts)) => texts.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let words = [texts("scope"), texts("scopes"), texts("scp")].concat();
    for scope in token.scopes().iter() {
        assert!(words.contains(&scope), "{scope:?} granted");
        let allowed = |byte| matches!(byte, 0x21 | 0x23..=0x5B | 0x5D..=0x7E);
        assert!(scope.bytes().all(allowed), "{scope:?} granted");
    }
    for word in words
        .iter()
        .filter(|word| word.chars().all(|c| c.is_ascii_lowercase()))
    {
        assert!(
            word.is_empty() || token.scopes().contains(word),
            "{word:?} not granted"
        );
    }
}

fuzz_target!(|data: &[u8]| {
    let at = data
        .iter()
        .position(|byte| *byte == b'\n')
        .unwrap_or(data.len());
    let (header, payload) = (&data[..at], data.get(at + 1..).unwrap_or_default());
    if let Ok(token) = verify(&VERIFIER, &sign(header, payload)) {
        check_header(&object(header));
        let claims = claims(payload);
        check_claims(&claims);
        check_scopes(&token, &claims);
        let read = token.claims::<Claims>();
        assert!(read.is_ok(), "claims of a token that passed: {read:?}");
    }
});
