//! The rows of the table about tokens that are not to be believed.

// Names of algorithms for `forge::sign`.
use jsonwebtoken::Algorithm;

use crate::forge::{
    HS256, SECRET, claims, encode, forge, now, parts, sign, token, with_claims, with_payload,
};
use crate::table::{Ok, V, assert_token};

#[tokio::test]
async fn a_payload_that_is_no_object_cannot_be_validated() {
    let good = claims(r#""sub":"johndoe","scopes":["me","items"]"#);
    let utf16: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let invalid_utf8 = [good.trim_end_matches('}').as_bytes(), b",\"a\":\"\xff\"}"].concat();
    for payload in [
        b"".as_slice(),
        b"null",
        b"1",
        b"\"johndoe\"",
        b"[1]",
        format!("[{good}]").as_bytes(),
        format!("{good}{good}").as_bytes(),
        &good.as_bytes()[..good.len() - 1],
        &utf16,
        &invalid_utf8,
    ] {
        assert_token(&with_payload(payload), [V, V, V]).await;
    }
}

#[tokio::test]
async fn a_token_of_another_signature_cannot_be_validated() {
    let good = token("johndoe", r#"["me","items"]"#);
    assert_token(&good, [Ok, Ok, Ok]).await;
    let [header, payload, signature]: [&str; 3] =
        good.split('.').collect::<Vec<_>>().try_into().unwrap();
    let alice = token("alice", r#"["me","items"]"#);
    let signed = parts(HS256, claims(r#""sub":"johndoe","scopes":["me","items"]"#));
    let other_key = b"another key, of at least 32 bytes!!!";
    for forged in [
        format!("{header}.{payload}."),
        format!("{header}.{payload}"),
        format!("{header}.{payload}.{}", &signature[..signature.len() - 2]),
        format!("{header}.{payload}.{}", encode([0; 32])),
        format!("{header}.{payload}.{}", alice.rsplit('.').next().unwrap()),
        format!("{header}.{}.{signature}", alice.split('.').nth(1).unwrap()),
        format!("{}.{payload}.{signature}", encode(r#"{"alg":"HS256"}"#)),
        sign(Algorithm::HS256, other_key, &signed),
        sign(Algorithm::HS256, b"", &signed),
        sign(Algorithm::HS256, &[SECRET, b"\n"].concat(), &signed),
    ] {
        assert_token(&forged, [V, V, V]).await;
    }
}

#[tokio::test]
async fn a_token_of_another_algorithm_cannot_be_validated() {
    let payload = claims(r#""sub":"johndoe","scopes":["me","items"]"#);
    for header in [
        "{}",
        r#"{"typ":"JWT"}"#,
        r#"{"alg":"none"}"#,
        r#"{"alg":"None"}"#,
        r#"{"alg":"NONE"}"#,
        r#"{"alg":"nOnE"}"#,
        r#"{"alg":""}"#,
        r#"{"alg":null}"#,
        r#"{"alg":["HS256"]}"#,
        r#"{"alg":"hs256"}"#,
        r#"{"alg":"HS512"}"#,
        r#"{"alg":"RS256"}"#,
        r#"{"alg":"HS256","alg":"none"}"#,
        "",
        "null",
        "[]",
        r#""HS256""#,
    ] {
        let unsigned = parts(header, &payload);
        assert_token(&format!("{unsigned}."), [V, V, V]).await;
        assert_token(&sign(Algorithm::HS256, SECRET, &unsigned), [V, V, V]).await;
    }
    for (name, algorithm) in [("HS384", Algorithm::HS384), ("HS512", Algorithm::HS512)] {
        let honest = parts(format!(r#"{{"alg":"{name}"}}"#), &payload);
        assert_token(&sign(algorithm, SECRET, &honest), [V, V, V]).await;
    }
}

#[tokio::test]
async fn a_token_with_an_extension_cannot_be_validated() {
    let payload = claims(r#""sub":"johndoe","scopes":["me","items"]"#);
    for member in [
        r#""crit":["x"],"x":1"#,
        r#""crit":["exp"],"exp":4102444800"#,
        r#""crit":[]"#,
        r#""crit":null"#,
        r#""crit":"x""#,
        r#""b64":false"#,
        r#""zip":"DEF""#,
    ] {
        let header = format!(r#"{{"alg":"HS256",{member}}}"#);
        assert_token(&forge(header, &payload), [V, V, V]).await;
    }
}

#[tokio::test]
async fn a_token_outside_of_its_time_cannot_be_validated() {
    let now = now();
    let user = r#""sub":"johndoe","scopes":["me","items"]"#;
    let expiries = [
        format!("{}", now - 3600),
        format!("{}", now - 1),
        format!("{now}"),
        "0".into(),
        "-1".into(),
        "1e400".into(),
        "null".into(),
        "true".into(),
        r#""4102444800""#.into(),
        "[4102444800]".into(),
    ];
    for exp in expiries {
        let payload = format!(r#"{{{user},"exp":{exp}}}"#);
        assert_token(&with_payload(payload), [V, V, V]).await;
    }
    assert_token(&with_payload(format!("{{{user}}}")), [V, V, V]).await;

    for nbf in [format!("{}", now + 3600), r#""0""#.into()] {
        let token = with_claims(&format!(r#"{user},"nbf":{nbf}"#));
        assert_token(&token, [V, V, V]).await;
    }
    let started = with_claims(&format!(r#"{user},"nbf":{}"#, now - 1));
    assert_token(&started, [Ok, Ok, Ok]).await;
}

#[tokio::test]
async fn a_token_for_nobody_we_know_cannot_be_validated() {
    let scopes = r#""scopes":["me","items"]"#;
    assert_token(&with_claims(scopes), [V, V, V]).await;
    for sub in [
        "1",
        "null",
        "true",
        "{}",
        r#"["johndoe"]"#,
        r#""""#,
        r#"" ""#,
        r#""nobody""#,
        r#""JohnDoe""#,
        r#""johndoe ""#,
        r#""johndoe\u0000""#,
        r#""johndoe","sub":"johndoe""#,
    ] {
        let token = with_claims(&format!(r#""sub":{sub},{scopes}"#));
        assert_token(&token, [V, V, V]).await;
    }
}

#[tokio::test]
async fn a_token_meant_for_others_cannot_be_validated() {
    for member in [r#""aud":"other""#, r#""aud":[]"#, r#""cnf":{"jkt":"x"}"#] {
        let claims = format!(r#""sub":"johndoe","scopes":["me","items"],{member}"#);
        assert_token(&with_claims(&claims), [V, V, V]).await;
    }
}
