//! Tokens of the password flow.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{NOW, SECRET, Verifier, now};
use crate::clock::since_1970;
use crate::crypto::Algorithm;
use crate::issuer::{IssueError, Jwks, TokenIssuer};
use crate::token::compact::{Compact, decode, encode};
use crate::token::{Claims, TokenError};

fn issuer() -> TokenIssuer {
    TokenIssuer::hs256(SECRET).unwrap()
}

fn parts(token: &str) -> (String, String) {
    let compact = Compact::parse(token).unwrap();
    let text = |part| String::from_utf8(decode(part).unwrap()).unwrap();
    (text(compact.header), text(compact.payload))
}

/// The payload without its `jti`, which is 128 random bits.
fn payload(token: &str) -> String {
    let payload = parts(token).1;
    let (before, rest) = payload.split_once(r#","jti":""#).unwrap();
    let (jti, after) = rest.split_once('"').unwrap();
    assert_eq!(decode(jti).unwrap().len(), 16);
    format!("{before}{after}")
}

fn at(issuer: &TokenIssuer, subject: &str, scopes: &[&str]) -> String {
    let none = serde_json::json!({});
    let now = since_1970(now());
    issuer.issue_at(now, subject, scopes, &none).unwrap()
}

#[test]
fn a_token_is_what_the_tutorial_writes_with_a_name_and_a_time() {
    let token = at(&issuer(), "johndoe", &["me", "items"]);
    assert_eq!(parts(&token).0, r#"{"alg":"HS256","typ":"JWT"}"#);
    let expiry = NOW + 30 * 60;
    assert_eq!(
        payload(&token),
        format!(r#"{{"sub":"johndoe","scopes":["me","items"],"exp":{expiry},"iat":{NOW}}}"#)
    );
    assert_ne!(token, at(&issuer(), "johndoe", &["me", "items"]));
}

#[test]
fn issuer_audience_and_lifetime_are_written_when_set() {
    let issuer = issuer()
        .issuer("i")
        .audience("a")
        .lifetime(Duration::from_millis(1999));
    let token = at(&issuer, "s\"ub", &[]);
    let expiry = NOW + 1;
    assert_eq!(
        payload(&token),
        format!(r#"{{"sub":"s\"ub","scopes":[],"exp":{expiry},"iat":{NOW},"iss":"i","aud":"a"}}"#)
    );
}

#[test]
fn milliseconds_are_written_where_they_are_asked_for() {
    let at = Duration::from_millis(NOW * 1000 + 123);
    let none = serde_json::json!({});
    for (issuer, iat) in [
        (issuer(), NOW.to_string()),
        (issuer().milliseconds(), format!("{NOW}.123")),
    ] {
        let token = issuer.issue_at(at, "a", &[], &none).unwrap();
        assert!(payload(&token).ends_with(&format!(r#""iat":{iat}}}"#)));
    }
}

#[test]
fn claims_of_ones_own_stand_beside_and_cannot_replace_any() {
    let own = |name| BTreeMap::from([(name, "x")]);
    let token = issuer()
        .issue_with("johndoe", ["me"], &own("tenant"))
        .unwrap();
    let verified = Verifier::hs256(SECRET)
        .unwrap()
        .verify(&token)
        .now()
        .unwrap();
    let claims: BTreeMap<String, serde_json::Value> = verified.claims().unwrap();
    assert_eq!(
        (&claims["tenant"], &claims["sub"]),
        (&"x".into(), &"johndoe".into())
    );
    for name in [
        "sub", "scopes", "exp", "iat", "jti", "iss", "aud", "nbf", "scope", "scp", "cnf",
    ] {
        let refused = issuer().issue_with("johndoe", ["me"], &own(name));
        assert!(matches!(refused, Err(IssueError::Claims)), "{name}");
    }
    for claims in [
        serde_json::json!([]),
        serde_json::json!("a"),
        serde_json::json!(null),
    ] {
        let refused = issuer().issue_with("johndoe", ["me"], &claims);
        assert!(matches!(refused, Err(IssueError::Claims)));
    }
}

#[test]
fn claims_that_cannot_be_serialized_are_an_error_that_says_why() {
    struct Broken;

    impl serde::Serialize for Broken {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("the tenant is gone"))
        }
    }

    let error = issuer().issue_with("a", ["me"], &Broken).unwrap_err();
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "the tenant is gone");
    assert!(!error.to_string().contains("tenant"));
}

macro_rules! testdata {
    ($name:literal) => {
        include_str!(concat!("../../token/testdata/", $name))
    };
}

/// The private keys, each with its algorithm.
const PAIRS: &[(Algorithm, &str)] = &[
    (Algorithm::RS256, testdata!("rsa.private.pem")),
    (Algorithm::PS256, testdata!("rsa.private.pem")),
    (Algorithm::ES256, testdata!("p256.private.pem")),
    (Algorithm::ES384, testdata!("p384.private.pem")),
    (Algorithm::EdDSA, testdata!("ed25519.private.pem")),
    #[cfg(feature = "aws_lc_rs")]
    (Algorithm::ES512, testdata!("p521.private.pem")),
];

fn verifier(jwks: &Jwks) -> Verifier {
    let builder = Verifier::builder()
        .issuer("i")
        .audience("a")
        .token_type("at+jwt");
    let builder = jwks.keys().fold(builder, |builder, key| builder.jwk(&key));
    builder.build().unwrap()
}

#[test]
fn tokens_of_a_key_pair_are_verified_by_the_published_key() {
    for &(algorithm, pem) in PAIRS {
        let issuer = TokenIssuer::key_pair(algorithm, "k", pem).unwrap();
        let issuer = issuer.issuer("i").audience("a");
        let token = issuer.issue("johndoe", ["me"]).unwrap();
        let header: serde_json::Value = serde_json::from_str(&parts(&token).0).unwrap();
        assert_eq!(
            header,
            serde_json::json!({ "alg": algorithm.as_str(), "kid": "k", "typ": "at+jwt" })
        );
        let jwks = issuer.jwks();
        assert!(verifier(&jwks).verify(&token).now().is_ok(), "{algorithm}");
        let json = serde_json::to_string(&jwks).unwrap();
        for private in [r#""d":"#, r#""p":"#, r#""q":"#, r#""k":"#] {
            assert!(!json.contains(private), "{algorithm}");
        }
    }
}

#[test]
fn keys_roll_over_in_three_steps() {
    let pair = |kid, at: usize| {
        let (algorithm, pem) = PAIRS[at];
        let issuer = TokenIssuer::key_pair(algorithm, kid, pem).unwrap();
        issuer.issuer("i").audience("a")
    };
    let jwk = |issuer: &TokenIssuer| issuer.jwks().keys().next().unwrap();
    let (old, new) = (pair("old", 2), pair("new", 4));
    let both = old.clone().also_publish("new", &jwk(&new)).unwrap();
    let after = new.clone().also_publish("old", &jwk(&old)).unwrap();
    let tokens = [&old, &new].map(|issuer| issuer.issue("johndoe", ["me"]).unwrap());
    for jwks in [both.jwks(), after.jwks()] {
        for token in &tokens {
            assert!(verifier(&jwks).verify(token).now().is_ok());
        }
    }
    assert!(verifier(&new.jwks()).verify(&tokens[0]).now().is_err());
    for (kid, jwk) in [
        ("old", jwk(&new)),
        ("", jwk(&new)),
        ("x", r#"{"kty":"oct","k":"AAAA"}"#.to_owned()),
        ("x", "{}".to_owned()),
    ] {
        assert!(old.clone().also_publish(kid, &jwk).is_err(), "{kid} {jwk}");
    }
}

/// Padded, in the other alphabet, without leading zeros or with more: other readers need not be lenient.
#[test]
fn a_key_is_published_in_its_one_spelling_however_it_is_spelt() {
    let signer = TokenIssuer::key_pair(Algorithm::EdDSA, "k", testdata!("ed25519.private.pem"));
    let signer = signer.unwrap();
    for &(algorithm, pem) in PAIRS {
        let pair = TokenIssuer::key_pair(algorithm, "other", pem).unwrap();
        let canonical = pair.jwks().keys().next().unwrap();
        let mut respelt: serde_json::Value = serde_json::from_str(&canonical).unwrap();
        for name in ["n", "e", "x", "y"] {
            let Some(number) = respelt.get(name).and_then(|number| number.as_str()) else {
                continue;
            };
            let mut number = decode(number).unwrap();
            if algorithm != Algorithm::EdDSA {
                number.insert(0, 0);
            }
            let spelt = encode(number).replace('-', "+").replace('_', "/") + "==";
            respelt[name] = spelt.into();
        }
        respelt["x5c"] = serde_json::json!(["AAAA"]);
        let published = signer.clone().also_publish("other", &respelt.to_string());
        let published = published.unwrap().jwks().keys().nth(1).unwrap();
        assert_eq!(published, canonical, "{algorithm}");
    }
}

#[test]
fn a_secret_is_never_published() {
    assert_eq!(
        serde_json::to_string(&issuer().jwks()).unwrap(),
        r#"{"keys":[]}"#
    );
}

#[test]
fn what_is_not_a_private_key_of_the_algorithm_signs_nothing() {
    for (algorithm, kid, pem) in [
        (Algorithm::HS256, "k", testdata!("p256.private.pem")),
        (Algorithm::HS512, "k", testdata!("p256.private.pem")),
        (Algorithm::ES512, "k", testdata!("p256.private.pem")),
        #[cfg(not(feature = "aws_lc_rs"))]
        (Algorithm::ES512, "k", testdata!("p521.private.pem")),
        (Algorithm::ES256, "", testdata!("p256.private.pem")),
        (Algorithm::ES384, "k", testdata!("p256.private.pem")),
        (Algorithm::RS256, "k", testdata!("p256.private.pem")),
        (Algorithm::EdDSA, "k", testdata!("p256.private.pem")),
        (Algorithm::ES256, "k", testdata!("p256.public.pem")),
        (
            Algorithm::ES256,
            "k",
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        ),
        (Algorithm::ES256, "k", ""),
    ] {
        let refused = TokenIssuer::key_pair(algorithm, kid, pem);
        assert!(refused.is_err(), "{algorithm} {kid} {pem}");
    }
}

#[test]
fn a_verifier_with_the_same_secret_accepts_it_until_it_expires() {
    let token = issuer().issue("johndoe", ["me"]).unwrap();
    let verified = Verifier::hs256(SECRET)
        .unwrap()
        .verify(&token)
        .now()
        .unwrap();
    assert!(verified.scopes().contains("me"));
    assert_eq!(
        verified.claims::<Claims>().unwrap().sub.as_deref(),
        Some("johndoe")
    );
    assert_eq!(
        Verifier::hs256([9; 32]).unwrap().verify(&token).now().err(),
        Some(TokenError::Signature)
    );
    let over = issuer()
        .lifetime(Duration::ZERO)
        .issue("johndoe", ["me"])
        .unwrap();
    assert_eq!(
        Verifier::hs256(SECRET).unwrap().verify(&over).now().err(),
        Some(TokenError::Expired)
    );
}

#[test]
fn scopes_come_from_anything_that_yields_strings() {
    let none: [&str; 0] = [];
    assert!(issuer().issue("a", none).is_ok());
    assert!(issuer().issue("a", vec!["me".to_owned()]).is_ok());
    assert!(issuer().issue("a", &["me".to_owned()]).is_ok());
    assert!(issuer().issue("a", "me items".split(' ')).is_ok());
}

#[test]
fn a_token_that_no_verifier_could_use_is_not_issued() {
    for scope in ["", " ", "me items", "a\"b", "a\\b", "é", "a\n"] {
        let refused = issuer().issue("a", [scope]);
        assert!(matches!(refused, Err(IssueError::Scope)), "{scope:?}");
    }
    let refused = issuer().issue("", ["me"]);
    assert!(matches!(refused, Err(IssueError::Subject)));
    let refused = issuer().issue(&"a".repeat(16_000), ["me"]);
    assert!(matches!(refused, Err(IssueError::TooLarge)));
    let refused = issuer().lifetime(Duration::MAX).issue("a", ["me"]);
    assert!(matches!(refused, Err(IssueError::Lifetime)));
}
