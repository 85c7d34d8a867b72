//! The required claims (RFC 9449 section 4.3, checks 3 and 8 to 12).

use super::*;

#[test]
fn claims_are_there_and_of_their_types() {
    for name in ["jti", "htm", "htu", "iat", "ath"] {
        for missing in ["", &format!(r#","{name}":null"#)] {
            let proof = with_claims(claims(name, missing));
            assert_eq!(verdict(&dpop(), &proof), Err(DpopError::MissingClaim(name)));
        }
    }
    for name in ["jti", "htm", "htu", "iat", "ath", "nonce", "exp", "nbf"] {
        for value in ["true", "[]", "{}"] {
            let proof = with_claims(claims(name, &format!(r#","{name}":{value}"#)));
            assert_eq!(
                verdict(&dpop(), &proof),
                Err(DpopError::InvalidClaim(name)),
                "{value}"
            );
        }
    }
    for value in ["-1", "1e400", r#""1700000000""#] {
        let proof = with_claims(claims("iat", &format!(r#","iat":{value}"#)));
        assert_eq!(
            verdict(&dpop(), &proof),
            Err(DpopError::InvalidClaim("iat"))
        );
    }
}

#[test]
fn the_method_is_the_same_to_the_letter() {
    for line in ["POST /items", "HEAD /items", "get /items", "GETS /items"] {
        assert_eq!(
            request(&dpop(), &honest(), line, TOKEN, now()),
            Err(DpopError::Method),
            "{line}"
        );
    }
    for htm in ["get", "Get", "GET ", "", "*"] {
        let proof = with_claims(claims("htm", &format!(r#","htm":"{htm}""#)));
        assert_eq!(verdict(&dpop(), &proof), Err(DpopError::Method), "{htm}");
    }
}

#[test]
fn the_address_is_the_same_but_for_its_spelling() {
    for line in [
        "GET /items",
        "GET /items?page=2",
        "GET https://evil.example/items",
        "GET /./items",
        "GET /%69tems",
    ] {
        let verdict = request(&dpop(), &honest(), line, TOKEN, now());
        assert_eq!(verdict, Ok(()), "{line}");
    }
    for line in [
        "GET /",
        "GET /items/",
        "GET /Items",
        "GET /items/1",
        "OPTIONS *",
    ] {
        let verdict = request(&dpop(), &honest(), line, TOKEN, now());
        assert!(verdict.is_err(), "{line}");
    }
    for (htu, expected) in [
        ("HTTPS://API.example.com:443/items", Ok(())),
        ("https://api.example.com/items?page=2#a", Ok(())),
        ("https://api.example.com/x/../%69tems", Ok(())),
        ("http://api.example.com/items", Err(DpopError::Address)),
        (
            "https://api.example.com:8443/items",
            Err(DpopError::Address),
        ),
        ("https://evil.example/items", Err(DpopError::Address)),
        ("https://a@api.example.com/items", Err(DpopError::Address)),
        ("https://api.example.com/items/", Err(DpopError::Address)),
        ("https://api.example.com/item", Err(DpopError::Address)),
        ("https://api.example.com", Err(DpopError::Address)),
        ("/items", Err(DpopError::Address)),
        ("", Err(DpopError::Address)),
    ] {
        let proof = with_claims(claims("htu", &format!(r#","htu":"{htu}""#)));
        assert_eq!(verdict(&dpop(), &proof), expected, "{htu}");
    }
}

#[test]
fn a_proxy_may_take_away_a_path_and_have_several_names() {
    let dpop = Dpop::builder()
        .public_url("https://example.com/api/")
        .public_url("http://localhost:8080")
        .build()
        .unwrap();
    for (jti, (htu, expected)) in (0..).zip([
        ("https://example.com/api/items", Ok(())),
        ("http://localhost:8080/items", Ok(())),
        ("https://example.com/items", Err(DpopError::Address)),
        ("http://localhost:8080/api/items", Err(DpopError::Address)),
        ("http://localhost/items", Err(DpopError::Address)),
    ]) {
        let members = format!(r#","htu":"{htu}","jti":"{jti}""#);
        let without_jti = claims("htu", "").replace(r#""jti":"-BwC3ESc6acc2lTc","#, "");
        let proof = with_claims(without_jti.replace('}', &format!("{members}}}")));
        assert_eq!(verdict(&dpop, &proof), expected, "{htu}");
    }
}

#[test]
fn a_proof_is_fresh() {
    for (now, expected) in [
        (NOW - 6, Err(DpopError::NotYetValid)),
        (NOW - 5, Ok(())),
        (NOW, Ok(())),
        (NOW + 59, Ok(())),
        (NOW + 60, Err(DpopError::Expired)),
        (1 << 62, Err(DpopError::Expired)),
        (0, Err(DpopError::NotYetValid)),
    ] {
        let now = Duration::from_secs(now);
        assert_eq!(verdict_at(&dpop(), &honest(), now), expected, "{now:?}");
    }
    let broken_clock = verdict_at(&dpop(), &honest(), Duration::MAX);
    assert_eq!(broken_clock, Err(DpopError::Expired));
    for (members, expected) in [
        (format!(r#","exp":{NOW}"#), Ok(())),
        (format!(r#","exp":{}"#, NOW - 5), Err(DpopError::Expired)),
        (format!(r#","nbf":{}"#, NOW + 5), Ok(())),
        (
            format!(r#","nbf":{}"#, NOW + 6),
            Err(DpopError::NotYetValid),
        ),
    ] {
        let proof = with_claims(claims("", &members));
        assert_eq!(verdict(&dpop(), &proof), expected, "{members}");
    }
    for iat in ["0", "18446744073709551615"] {
        let proof = with_claims(claims("iat", &format!(r#","iat":{iat}"#)));
        for now in [Duration::ZERO, now(), Duration::MAX] {
            let verdict = verdict_at(&dpop(), &proof, now);
            assert_eq!(verdict.is_ok(), iat == "0" && now.is_zero());
        }
    }
}

#[test]
fn the_proof_is_for_this_token() {
    for token in ["", "a", &TOKEN[1..], &format!("{TOKEN} ")] {
        assert_eq!(
            request(&dpop(), &honest(), "GET /items", token, now()),
            Err(DpopError::OtherToken),
            "{token}"
        );
    }
    for ath in ["", TOKEN, "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo="] {
        let proof = with_claims(claims("ath", &format!(r#","ath":"{ath}""#)));
        assert_eq!(
            verdict(&dpop(), &proof),
            Err(DpopError::OtherToken),
            "{ath}"
        );
    }
    // RFC 9449 section 7.1: the hash of this token.
    let members = r#","ath":"fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo""#;
    assert_eq!(
        verdict(&dpop(), &with_claims(claims("ath", members))),
        Ok(())
    );
}

#[test]
fn an_identifier_has_a_bounded_length() {
    for (length, expected) in [
        (0, Err(DpopError::InvalidClaim("jti"))),
        (1, Ok(())),
        (256, Ok(())),
        (257, Err(DpopError::InvalidClaim("jti"))),
    ] {
        let members = format!(r#","jti":"{}""#, "x".repeat(length));
        let proof = with_claims(claims("jti", &members));
        assert_eq!(verdict(&dpop(), &proof), expected, "{length}");
    }
}

#[test]
fn a_nonce_of_the_service_is_required_where_it_gives_them() {
    let dpop = builder().nonces([7; 32]).build().unwrap();
    let nonce_at = |now| dpop.nonce_at(Duration::from_secs(now)).unwrap();
    let nonce_at = |now| nonce_at(now).to_str().unwrap().to_owned();
    let proof = |nonce: &str| with_claims(claims("", &format!(r#","nonce":"{nonce}""#)));
    assert_eq!(verdict(&dpop, &honest()), Err(DpopError::Nonce));
    for nonce in ["", "abc", &nonce_at(NOW - 600), &nonce_at(NOW + 600)] {
        assert_eq!(verdict(&dpop, &proof(nonce)), Err(DpopError::Nonce));
    }
    assert_eq!(verdict(&dpop, &proof(&nonce_at(NOW))), Ok(()));
    assert_eq!(self::dpop().nonce_at(now()), None);
}
