//! Tokens that are malformed or forged as a whole: RFC 7515 section 5.2, RFC 8725 section 3.

use super::{HS256, SECRET, TokenError, Verifier, encode, hs256, now, sign_parts, valid};

fn verdict(token: &str) -> Option<TokenError> {
    Verifier::hs256(SECRET)
        .unwrap()
        .verify_at(token, now())
        .now()
        .err()
}

#[test]
fn an_honest_token_passes() {
    assert_eq!(verdict(&hs256(HS256, valid(""))), None);
    assert_eq!(verdict(&hs256(r#" { "alg" : "HS256" } "#, valid(""))), None);
}

#[test]
fn a_token_without_signature_is_refused() {
    for alg in ["none", "None", "NONE", "nOnE", ""] {
        let header = format!(r#"{{"alg":"{alg}"}}"#);
        let unsigned = format!("{}.{}.", encode(&header), encode(valid("")));
        assert_eq!(verdict(&unsigned), Some(TokenError::Algorithm), "{alg}");
        assert_eq!(
            verdict(&hs256(header, valid(""))),
            Some(TokenError::Algorithm),
            "{alg}"
        );
    }
    let unsigned = format!("{}.{}.", encode(HS256), encode(valid("")));
    assert_eq!(verdict(&unsigned), Some(TokenError::Signature));
}

#[test]
fn another_algorithm_than_the_keys_is_refused() {
    for alg in ["HS384", "HS512", "RS256", "ES256", "EdDSA", "hs256"] {
        let token = hs256(format!(r#"{{"alg":"{alg}"}}"#), valid(""));
        assert_eq!(verdict(&token), Some(TokenError::Algorithm), "{alg}");
    }
    assert_eq!(
        verdict(&hs256(r#"{"typ":"JWT"}"#, valid(""))),
        Some(TokenError::Algorithm)
    );
}

#[test]
fn a_tampered_part_is_refused() {
    let token = hs256(HS256, valid(""));
    let parts: Vec<_> = token.split('.').collect();
    let other = hs256(r#"{"alg":"HS256"}"#, valid(r#","scope":"admin""#));
    let foreign: Vec<_> = other.split('.').collect();
    for place in 0..3 {
        let mut mixed = parts.clone();
        mixed[place] = foreign[place];
        assert_eq!(
            verdict(&mixed.join(".")),
            Some(TokenError::Signature),
            "part {place}"
        );
    }
}

#[test]
fn every_single_changed_byte_is_refused() {
    let token = hs256(HS256, valid(""));
    for at in 0..token.len() {
        for byte in [b'A', b'B', b'.', b'=', b' ', b'\n', b'+', b'/'] {
            let mut changed = token.clone().into_bytes();
            if std::mem::replace(&mut changed[at], byte) != byte {
                let changed = String::from_utf8(changed).unwrap();
                assert!(verdict(&changed).is_some(), "byte {at} to {byte}");
            }
        }
    }
}

#[test]
fn base64url_has_one_spelling() {
    let token = hs256(HS256, valid(""));
    let (signed, signature) = token.rsplit_once('.').unwrap();
    for other in [
        format!("{token}="),
        format!("{token}\n"),
        format!(" {token}"),
        format!("{signed}.\n{signature}"),
        format!("{signed}={signature}"),
        // The last character of 32 bytes has two unused bits; here they are set.
        format!(
            "{}{}",
            &token[..token.len() - 1],
            next_in_alphabet(token.as_bytes()[token.len() - 1])
        ),
    ] {
        assert_eq!(verdict(&other), Some(TokenError::Malformed), "{other}");
    }
    for (header, payload) in [
        (format!("{}=", encode(HS256)), encode(valid(""))),
        (encode(HS256), format!("{}==", encode(valid("")))),
        (encode(HS256), format!("{}\n", encode(valid("")))),
    ] {
        let signed = sign_parts(&format!("{header}.{payload}"));
        assert_eq!(verdict(&signed), Some(TokenError::Malformed));
    }
}

fn next_in_alphabet(character: u8) -> char {
    match character {
        b'Z' => 'a',
        b'z' => '0',
        b'9' => '-',
        other => char::from(other + 1),
    }
}

#[test]
fn a_signed_payload_that_is_no_json_object_in_utf_8_is_refused() {
    let utf_16: Vec<u8> = valid("")
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    for payload in [
        &b"[1]"[..],
        b"",
        b"null",
        b"1",
        b"\"a\"",
        b"{",
        &utf_16,
        b"{\"exp\":9}x",
        b"\xFF",
    ] {
        assert_eq!(verdict(&hs256(HS256, payload)), Some(TokenError::Malformed));
    }
    let twice = valid(r#","scope":"me","scope":"admin""#);
    assert_eq!(verdict(&hs256(HS256, twice)), Some(TokenError::Malformed));
}

#[test]
fn the_header_is_checked_even_if_it_is_signed() {
    let crit = hs256(r#"{"alg":"HS256","crit":["x"],"x":1}"#, valid(""));
    assert_eq!(verdict(&crit), Some(TokenError::Critical));
    let twice = hs256(r#"{"alg":"none","\u0061lg":"HS256"}"#, valid(""));
    assert_eq!(verdict(&twice), Some(TokenError::Malformed));
    let deep = hs256(
        format!(r#"{{"alg":"HS256","x":{}"#, "[".repeat(10_000)),
        valid(""),
    );
    assert_eq!(verdict(&deep), Some(TokenError::Malformed));
}

#[test]
fn a_key_in_the_token_is_not_used() {
    for member in [
        r#""jwk":{"kty":"oct","k":"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"}"#,
        r#""jku":"https://attacker.example/keys""#,
        r#""x5u":"file:///dev/null""#,
        r#""kid":"../../../../dev/null""#,
    ] {
        let header = format!(r#"{{"alg":"HS256",{member}}}"#);
        assert_eq!(verdict(&hs256(&header, valid(""))), None, "{member}");
        let signed = format!("{}.{}", encode(&header), encode(valid("")));
        let forged = format!(
            "{signed}.{}",
            encode(super::HmacKey::new(&[]).sign(signed.as_bytes()))
        );
        assert_eq!(verdict(&forged), Some(TokenError::Signature), "{member}");
    }
}

#[test]
fn a_token_over_16_kib_is_refused_and_one_below_passes() {
    let padded = |length: usize| hs256(HS256, valid(&format!(r#","x":"{}""#, "a".repeat(length))));
    assert!(padded(12_000).len() < 16 * 1024);
    assert_eq!(verdict(&padded(12_000)), None);
    assert_eq!(verdict(&padded(13_000)), Some(TokenError::TooLarge));
    assert_eq!(verdict(&"a".repeat(1 << 20)), Some(TokenError::TooLarge));
}

#[test]
fn what_has_not_three_parts_is_refused() {
    let token = hs256(HS256, valid(""));
    let jwe = format!("{token}.AA.AA");
    for other in [
        "",
        ".",
        "..",
        "...",
        "a.b.c",
        "é.é.é",
        jwe.as_str(),
        &token[1..],
        token.split_once('.').unwrap().1,
    ] {
        assert_eq!(verdict(other), Some(TokenError::Malformed), "{other}");
    }
}
