//! Project Wycheproof's JOSE vectors, which no registry has: from a checkout of C2SP/wycheproof, whose folder
//! `testvectors_v1` is named by `SCOPEGATE_WYCHEPROOF`.
//!
//! Their payloads are no claims. So a verifier says `Malformed` of a good signature, and of a bad one something else.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use scopegate::{TokenError, Verifier, VerifierBuilder};
use serde_json::Value;

const PS384: &str =
    "PS384 by a key whose `alg` is PS256: each key has one algorithm (RFC 8725 section 3.1)";
const UNSUPPORTED: &str = "ES512, HS384 and HS512 are not supported";
const SAME: &str =
    "the text of vector 357, which is valid; the padding that it is about is not there";
const ALPHABET: &str = "a `?` in a part is no base64url (RFC 7515 section 2)";

/// Where we differ from the verdict, and why.
const EXCEPTIONS: [(&str, u64, &str); 10] = [
    ("signature", 346, PS384),
    ("signature", 350, PS384),
    ("signature", 347, UNSUPPORTED),
    ("signature", 351, UNSUPPORTED),
    ("signature", 367, SAME),
    ("signature", 370, SAME),
    ("signature", 372, ALPHABET),
    ("signature", 373, ALPHABET),
    ("key", 14, UNSUPPORTED),
    ("key", 15, UNSUPPORTED),
];

fn vectors(name: &str) -> Value {
    let folder = std::env::var("SCOPEGATE_WYCHEPROOF");
    let folder =
        folder.expect("SCOPEGATE_WYCHEPROOF names the folder testvectors_v1 of C2SP/wycheproof");
    let path = Path::new(&folder).join(format!("json_web_{name}_test.json"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// A verifier with the group's keys; `None` if it cannot be built, which refuses every token.
fn verifier(group: &Value) -> Option<Verifier> {
    let given = group.get("public").unwrap_or(&group["private"]);
    let keys = given.get("keys").and_then(Value::as_array);
    let keys = keys.cloned().unwrap_or_else(|| vec![given.clone()]);
    let add = |builder: VerifierBuilder, key: &Value| match key["k"].as_str() {
        Some(secret) if key["alg"] == "HS256" => {
            Some(builder.hs256(URL_SAFE_NO_PAD.decode(secret).ok()?))
        }
        Some(_) => None,
        None => Some(builder.jwk(&key.to_string())),
    };
    keys.iter().try_fold(Verifier::builder(), add)?.build().ok()
}

/// Three parts in base64url, the first of them a JSON object.
fn is_well_formed(token: &str) -> bool {
    let parts: Vec<_> = token
        .split('.')
        .map(|part| URL_SAFE_NO_PAD.decode(part))
        .collect();
    let header = parts[0].clone().unwrap_or_default();
    parts.len() == 3
        && parts.iter().all(Result::is_ok)
        && serde_json::from_slice::<Value>(&header).is_ok_and(|header| header.is_object())
}

/// Whether the signature is taken for good.
fn passes(verifier: &Verifier, token: &str) -> bool {
    match verifier.verify(token).now() {
        Ok(_) => true,
        Err(error) => error == TokenError::Malformed && is_well_formed(token),
    }
}

/// How many vectors there were.
fn run(name: &str) -> usize {
    let vectors = vectors(name);
    let (mut count, mut wrong) = (0, Vec::new());
    for group in vectors["testGroups"].as_array().unwrap() {
        let verifier = verifier(group);
        for test in group["tests"].as_array().unwrap() {
            let Some(token) = test["jws"].as_str() else {
                continue;
            };
            let id = test["tcId"].as_u64().unwrap();
            let passes = verifier
                .as_ref()
                .is_some_and(|verifier| passes(verifier, token));
            let excepted = EXCEPTIONS
                .iter()
                .any(|(of, at, _)| *of == name && *at == id);
            count += 1;
            if (passes == (test["result"] == "valid")) == excepted {
                wrong.push(format!("{id}: {} {}", group["comment"], test["comment"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    count
}

#[test]
fn signatures_have_the_verdict_of_wycheproof() {
    let count = run("signature");
    assert!(count > 400, "{count}");
}

#[test]
fn keys_have_the_verdict_of_wycheproof() {
    let count = run("key");
    assert!(count > 20, "{count}");
}
