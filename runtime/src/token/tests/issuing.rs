//! Tokens of the password flow.

use std::time::Duration;

use super::{NOW, SECRET, Verifier, now};
use crate::token::compact::{Compact, decode};
use crate::token::{Claims, IssueError, TokenError, TokenIssuer};

fn issuer() -> TokenIssuer {
    TokenIssuer::hs256(SECRET).unwrap()
}

fn parts(token: &str) -> (String, String) {
    let compact = Compact::parse(token).unwrap();
    let text = |part| String::from_utf8(decode(part).unwrap()).unwrap();
    (text(compact.header), text(compact.payload))
}

#[test]
fn a_token_is_what_the_tutorial_writes() {
    let token = issuer()
        .issue_at(now(), "johndoe", &["me", "items"])
        .unwrap();
    let (header, payload) = parts(&token);
    assert_eq!(header, r#"{"alg":"HS256","typ":"JWT"}"#);
    let expiry = NOW + 30 * 60;
    assert_eq!(
        payload,
        format!(r#"{{"sub":"johndoe","scopes":["me","items"],"exp":{expiry}}}"#)
    );
}

#[test]
fn issuer_audience_and_lifetime_are_written_when_set() {
    let issuer = issuer()
        .issuer("i")
        .audience("a")
        .lifetime(Duration::from_millis(1999));
    let (_, payload) = parts(&issuer.issue_at(now(), "s\"ub", &[]).unwrap());
    let expiry = NOW + 1;
    assert_eq!(
        payload,
        format!(r#"{{"sub":"s\"ub","scopes":[],"exp":{expiry},"iss":"i","aud":"a"}}"#)
    );
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
        assert_eq!(
            issuer().issue("a", [scope]),
            Err(IssueError::Scope),
            "{scope:?}"
        );
    }
    assert_eq!(issuer().issue("", ["me"]), Err(IssueError::Subject));
    assert_eq!(
        issuer().issue(&"a".repeat(16_000), ["me"]),
        Err(IssueError::TooLarge)
    );
    let endless = issuer().lifetime(Duration::MAX);
    assert_eq!(endless.issue("a", ["me"]), Err(IssueError::Lifetime));
}
