//! The required claims of a token: RFC 7519 section 4.1, RFC 9068 section 4.

use std::time::{Duration, SystemTime};

use super::{HS256, NOW, SECRET, TokenError, Verifier, hs256, now, valid, verdict};
use crate::token::{Claims, VerifiedToken};
use crate::verify::VerifierBuilder;

/// The last second that a clock of Unix can represent.
const LAST: u64 = i64::MAX as u64;

fn plain() -> Verifier {
    Verifier::hs256(SECRET).unwrap()
}

fn with(rules: impl FnOnce(VerifierBuilder) -> VerifierBuilder) -> Verifier {
    rules(Verifier::builder().hs256(SECRET)).build().unwrap()
}

#[test]
fn a_token_expires_at_the_second_it_says() {
    let verdict = |exp: &str| verdict(&plain(), &format!(r#"{{"exp":{exp}}}"#));
    assert_eq!(verdict(&(NOW + 1).to_string()), None);
    assert_eq!(verdict(&format!("{NOW}.5")), None);
    assert_eq!(verdict("1.8e9"), None);
    assert_eq!(verdict(&LAST.to_string()), None);
    assert_eq!(verdict(&NOW.to_string()), Some(TokenError::Expired));
    assert_eq!(
        verdict(&format!("{}.999", NOW - 1)),
        Some(TokenError::Expired)
    );
    assert_eq!(verdict("0"), Some(TokenError::Expired));
}

#[test]
fn a_token_needs_a_date_of_expiry() {
    for missing in ["{}", r#"{"exp":null}"#] {
        assert_eq!(verdict(&plain(), missing), Some(TokenError::MissingExpiry));
    }
    for exp in [
        r#""1800000000""#,
        "true",
        "1e400",
        "-1",
        "1e300",
        "[1800000000]",
        "{}",
    ] {
        let verdict = verdict(&plain(), &format!(r#"{{"exp":{exp}}}"#));
        assert_eq!(verdict, Some(TokenError::InvalidClaim("exp")), "{exp}");
    }
}

#[test]
fn a_token_starts_at_the_second_it_says() {
    let verdict = |nbf: &str| verdict(&plain(), &valid(&format!(r#","nbf":{nbf}"#)));
    assert_eq!(verdict(&NOW.to_string()), None);
    assert_eq!(verdict(&format!("{NOW}.5")), Some(TokenError::NotYetValid));
    assert_eq!(
        verdict(&(NOW + 1).to_string()),
        Some(TokenError::NotYetValid)
    );
    assert_eq!(verdict(&LAST.to_string()), Some(TokenError::NotYetValid));
    assert_eq!(verdict("null"), None);
    for nbf in [r#""0""#, "true", "1e400", "-1"] {
        assert_eq!(verdict(nbf), Some(TokenError::InvalidClaim("nbf")), "{nbf}");
    }
}

#[test]
fn leeway_moves_both_ends_and_overflows_neither() {
    let lenient = with(|rules| rules.leeway(Duration::from_secs(30)));
    let exp = |exp: u64| verdict(&lenient, &format!(r#"{{"exp":{exp}}}"#));
    assert_eq!(exp(NOW - 29), None);
    assert_eq!(exp(NOW - 30), Some(TokenError::Expired));
    assert_eq!(exp(LAST), None);
    let nbf = |nbf: u64| verdict(&lenient, &valid(&format!(r#","nbf":{nbf}"#)));
    assert_eq!(nbf(NOW + 30), None);
    assert_eq!(nbf(NOW + 31), Some(TokenError::NotYetValid));
}

#[test]
fn a_clock_before_1970_makes_every_token_expired() {
    let broken = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
    for exp in [0, NOW, LAST] {
        let token = hs256(HS256, format!(r#"{{"exp":{exp}}}"#));
        let verdict = plain().verify_at(&token, broken).now().err();
        assert_eq!(verdict, Some(TokenError::Expired), "{exp}");
    }
}

#[test]
fn a_date_that_no_clock_reaches_is_refused() {
    for date in [u64::MAX, 1 << 63] {
        let exp = verdict(&plain(), &format!(r#"{{"exp":{date}}}"#));
        assert_eq!(exp, Some(TokenError::InvalidClaim("exp")));
    }
}

#[test]
fn the_issuer_is_exactly_one_of_ours() {
    let ours = with(|rules| {
        rules
            .issuer("https://a.example")
            .issuer("https://b.example/")
    });
    let verdict = |member: &str| verdict(&ours, &valid(member));
    assert_eq!(verdict(r#","iss":"https://a.example""#), None);
    assert_eq!(verdict(r#","iss":"https://b.example\/""#), None);
    for iss in [
        "https://a.example/",
        "https://b.example",
        "HTTPS://A.EXAMPLE",
        "",
        "a",
    ] {
        assert_eq!(
            verdict(&format!(r#","iss":"{iss}""#)),
            Some(TokenError::Issuer),
            "{iss}"
        );
    }
    for missing in ["", r#","iss":null"#] {
        assert_eq!(verdict(missing), Some(TokenError::Issuer));
    }
    for iss in [r#"["https://a.example"]"#, "1", "{}"] {
        let verdict = verdict(&format!(r#","iss":{iss}"#));
        assert_eq!(verdict, Some(TokenError::InvalidClaim("iss")), "{iss}");
    }
}

#[test]
fn without_an_issuer_the_type_of_iss_is_still_checked() {
    assert_eq!(verdict(&plain(), &valid(r#","iss":"anyone""#)), None);
    let list = valid(r#","iss":["anyone"]"#);
    assert_eq!(
        verdict(&plain(), &list),
        Some(TokenError::InvalidClaim("iss"))
    );
}

#[test]
fn the_audience_names_us() {
    let ours = with(|rules| rules.audience("items").audience("https://items.example"));
    let verdict = |member: &str| verdict(&ours, &valid(member));
    for aud in [
        r#""items""#,
        r#"["items"]"#,
        r#"["other","items"]"#,
        r#""https://items.example""#,
    ] {
        assert_eq!(verdict(&format!(r#","aud":{aud}"#)), None, "{aud}");
    }
    for aud in [
        r#""Items""#,
        r#""other""#,
        r#"["other"]"#,
        "[]",
        r#""""#,
        r#"["items "]"#,
    ] {
        let verdict = verdict(&format!(r#","aud":{aud}"#));
        assert_eq!(verdict, Some(TokenError::Audience), "{aud}");
    }
    for missing in ["", r#","aud":null"#] {
        assert_eq!(verdict(missing), Some(TokenError::Audience));
    }
    for aud in [
        "1",
        "{}",
        r#"["items",1]"#,
        r#"["items",null]"#,
        r#"[["items"]]"#,
    ] {
        let verdict = verdict(&format!(r#","aud":{aud}"#));
        assert_eq!(verdict, Some(TokenError::InvalidClaim("aud")), "{aud}");
    }
}

#[test]
fn a_service_without_a_name_is_no_ones_audience() {
    assert_eq!(verdict(&plain(), &valid("")), None);
    assert_eq!(verdict(&plain(), &valid(r#","aud":null"#)), None);
    for aud in [r#""items""#, r#"["items"]"#, "[]", r#""""#] {
        let verdict = verdict(&plain(), &valid(&format!(r#","aud":{aud}"#)));
        assert_eq!(verdict, Some(TokenError::Audience), "{aud}");
    }
}

#[test]
fn a_required_type_is_compared_as_a_media_type() {
    let of_type = |verifier: &Verifier, typ: &str| {
        let token = hs256(format!(r#"{{"alg":"HS256"{typ}}}"#), valid(""));
        verifier.verify_at(&token, now()).now().err()
    };
    for required in ["at+jwt", "application/at+jwt", "AT+JWT"] {
        let strict = with(|rules| rules.token_type(required));
        for typ in [
            "at+jwt",
            "AT+JWT",
            "application/at+jwt",
            "Application/At+Jwt",
        ] {
            assert_eq!(
                of_type(&strict, &format!(r#","typ":"{typ}""#)),
                None,
                "{typ}"
            );
        }
        for typ in [
            "JWT",
            "",
            "at+jwt ",
            "text/at+jwt",
            "application/application/at+jwt",
            "at",
            "é+jwtapplicatio",
        ] {
            let verdict = of_type(&strict, &format!(r#","typ":"{typ}""#));
            assert_eq!(verdict, Some(TokenError::Type), "{typ}");
        }
        for typ in ["", r#","typ":null"#, r#","typ":["at+jwt"]"#] {
            assert_eq!(of_type(&strict, typ), Some(TokenError::Type), "{typ}");
        }
    }
    assert_eq!(of_type(&plain(), ""), None);
    assert_eq!(of_type(&plain(), r#","typ":"anything""#), None);
    assert_eq!(of_type(&plain(), r#","typ":1"#), Some(TokenError::Type));
}

#[test]
fn a_scope_claim_of_the_wrong_type_is_refused() {
    for (claim, value) in [
        ("scope", "1"),
        ("scope", "{}"),
        ("scope", r#"["me",1]"#),
        ("scope", r#"["me",null]"#),
        ("scope", r#"{"me":true}"#),
        ("scopes", "false"),
        ("scopes", r#"["me",1]"#),
        ("scopes", r#"{"me":true}"#),
        ("scp", "1"),
        ("scp", r#"[["me"]]"#),
    ] {
        let verdict = verdict(&plain(), &valid(&format!(r#","{claim}":{value}"#)));
        assert_eq!(verdict, Some(TokenError::InvalidClaim(claim)), "{value}");
    }
}

#[test]
fn a_token_bound_to_its_sender_is_refused() {
    for cnf in [
        r#"{"jkt":"x"}"#,
        r#"{"x5t#S256":"x"}"#,
        "{}",
        "[]",
        "false",
        "1",
    ] {
        let verdict = verdict(&plain(), &valid(&format!(r#","cnf":{cnf}"#)));
        assert_eq!(verdict, Some(TokenError::SenderConstrained), "{cnf}");
    }
    assert_eq!(verdict(&plain(), &valid(r#","cnf":null"#)), None);
}

#[test]
fn claims_that_are_null_are_not_there_for_whoever_asks_for_them() {
    #[derive(serde::Deserialize)]
    struct Own {
        #[serde(default)]
        teams: Vec<String>,
        age: Option<u8>,
    }
    let payload =
        valid(r#","teams":null,"age":null,"iss":null,"aud":null,"cnf":null,"kept":[null]"#);
    let token = hs256(HS256, payload);
    let verified = plain().verify_at(&token, now()).now().unwrap();
    let own: Own = verified.claims().unwrap();
    assert!(own.teams.is_empty() && own.age.is_none());
    assert_eq!(verified.claims::<Claims>().unwrap().iss, None);
    let all: serde_json::Map<_, _> = verified
        .claims::<serde_json::Value>()
        .unwrap()
        .as_object()
        .unwrap()
        .clone();
    assert_eq!(all.keys().collect::<Vec<_>>(), ["exp", "kept", "sub"]);
    let given = VerifiedToken::new("a-token", r#"{"sub":"a","teams":null}"#).unwrap();
    assert!(given.claims::<Own>().unwrap().teams.is_empty());
}

#[test]
fn a_verified_token_gives_scopes_claims_and_itself() {
    #[derive(serde::Deserialize)]
    struct Own<'a> {
        team: &'a str,
    }
    let payload = valid(r#","scopes":["me"],"scope":"items","team":"red""#);
    let token = hs256(HS256, payload);
    let verified = plain().verify_at(&token, now()).now().unwrap();
    assert_eq!(verified.as_str(), token);
    assert!(verified.scopes().contains("me") && verified.scopes().contains("items"));
    assert_eq!(
        verified.claims::<Claims>().unwrap().sub.as_deref(),
        Some("johndoe")
    );
    assert_eq!(verified.claims::<Own<'_>>().unwrap().team, "red");
    assert_eq!(verified.claims::<u8>(), Err(TokenError::Claims));
    assert_eq!(format!("{verified:?}"), "VerifiedToken { .. }");
}
