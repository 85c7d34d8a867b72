//! The checks of RFC 9449 section 4.3, one by one.

use super::*;

#[test]
fn an_honest_proof_passes() {
    assert_eq!(verdict(&dpop(), &honest()), Ok(()));
}

#[test]
fn a_proof_is_a_jwt_of_bounded_size() {
    let honest = honest();
    let [header, payload, signature] = *honest.split('.').collect::<Vec<_>>() else {
        panic!("three parts")
    };
    for proof in [
        "",
        "a",
        "..",
        "a.b.c.d",
        &format!("{honest},{honest}"),
        &format!(" {honest}"),
        &format!("{honest}="),
        &format!("{header}.{payload}"),
        &format!("{header}.{payload}.{signature}."),
        &format!("{}.{payload}.{signature}", encode("[]")),
        &format!("{}.{payload}.{signature}", encode(b"\xFF")),
    ] {
        assert_eq!(
            verdict(&dpop(), proof),
            Err(DpopError::Malformed),
            "{proof}"
        );
    }
    for claims in ["", "[]", "null", "1", "{", "{}{}"] {
        assert_eq!(
            verdict(&dpop(), &with_claims(claims)),
            Err(DpopError::Malformed),
            "{claims}"
        );
    }
    let padding = format!(r#","x":"{}""#, "x".repeat(8 * 1024));
    let long = with_claims(claims("", &padding));
    assert_eq!(verdict(&dpop(), &long), Err(DpopError::TooLarge));
}

#[test]
fn the_header_has_the_type_of_a_proof() {
    for typ in ["dpop+jwt", "DPoP+JWT", r"dpop\u002bjwt"] {
        let header = header("typ", &format!(r#","typ":"{typ}""#));
        assert_eq!(verdict(&dpop(), &with_header(header)), Ok(()), "{typ}");
    }
    for member in [
        "",
        r#","typ":"JWT""#,
        r#","typ":"at+jwt""#,
        r#","typ":"dpop""#,
        r#","typ":"dpop+jwt ""#,
        r#","typ":"application/dpop+jwt""#,
        r#","typ":"""#,
        r#","typ":null"#,
        r#","typ":["dpop+jwt"]"#,
    ] {
        let proof = with_header(header("typ", member));
        assert_eq!(verdict(&dpop(), &proof), Err(DpopError::Type), "{member}");
    }
}

#[test]
fn extensions_are_refused() {
    for member in [
        r#","crit":["exp"]"#,
        r#","crit":[]"#,
        r#","crit":null"#,
        r#","\u0063rit":["x"]"#,
        r#","b64":true"#,
        r#","zip":"DEF""#,
        r#","enc":"A128GCM""#,
    ] {
        let proof = with_header(header("", member));
        assert_eq!(
            verdict(&dpop(), &proof),
            Err(DpopError::Critical),
            "{member}"
        );
    }
}

#[test]
fn members_are_not_repeated() {
    for member in [
        r#","typ":"dpop+jwt""#,
        r#","\u0061lg":"none""#,
        r#","kid":"a","kid":"b""#,
        r#","x":{"y":1,"y":1}"#,
        &format!(r#","jwk":{}"#, TestKey::One.jwk()),
    ] {
        let proof = with_header(header("", member));
        assert_eq!(
            verdict(&dpop(), &proof),
            Err(DpopError::Malformed),
            "{member}"
        );
    }
    for member in [
        r#","htm":"GET""#,
        r#","\u0068tm":"POST""#,
        r#","jti":"b""#,
        r#","iat":1"#,
        r#","x":1,"x":1"#,
        r#","x":[{"y":1,"y":1}]"#,
    ] {
        let proof = with_claims(claims("", member));
        assert_eq!(
            verdict(&dpop(), &proof),
            Err(DpopError::Malformed),
            "{member}"
        );
    }
}

#[test]
fn other_members_are_ignored() {
    let members = r#","kid":"a","jku":"https://x","x5c":["a"],"x":{"y":[1,{}]}"#;
    assert_eq!(verdict(&dpop(), &with_header(header("", members))), Ok(()));
    let members = r#","sub":"johndoe","nonce":"abc","x":{"y":[1,{}]}"#;
    assert_eq!(verdict(&dpop(), &with_claims(claims("", members))), Ok(()));
}

#[test]
fn the_key_is_a_public_one() {
    let jwk = TestKey::One.jwk().trim();
    let with = |member: &str| jwk.replacen('{', &format!("{{{member},"), 1);
    for value in [
        "null",
        "[]",
        r#""a""#,
        "{}",
        r#"{"kty":"oct","k":"AAAA"}"#,
        &with(r#""d":"AAAA""#),
        &with(r#""d":null"#),
        &with(r#""use":"enc""#),
        &with(r#""key_ops":["sign"]"#),
        &with(r#""kty":"EC""#),
        &with(r#""alg":"ES384""#),
        &with(r#""alg":"none""#),
    ] {
        let proof = with_header(header("jwk", &format!(r#","jwk":{value}"#)));
        assert_eq!(verdict(&dpop(), &proof), Err(DpopError::Key), "{value}");
    }
    assert_eq!(
        verdict(&dpop(), &with_header(header("jwk", ""))),
        Err(DpopError::Key)
    );
    let named = with(r#""alg":"ES256","use":"sig","key_ops":["verify"]"#);
    let proof = with_header(header("jwk", &format!(r#","jwk":{named}"#)));
    assert_eq!(verdict(&dpop(), &proof), Ok(()));
}

#[test]
fn the_key_is_the_one_that_the_token_names() {
    let members = format!(r#","jwk":{}"#, TestKey::Other.jwk());
    let proof = TestKey::Other.sign(header("jwk", &members), claims("", ""));
    assert_eq!(verdict(&dpop(), &proof), Err(DpopError::OtherKey));

    let own = thumbprint(TestKey::One.jwk()).unwrap();
    for (jkt, expected) in [
        (own.as_str(), Ok(())),
        ("", Err(DpopError::OtherKey)),
        (&own[1..], Err(DpopError::OtherKey)),
        (&own.to_lowercase(), Err(DpopError::OtherKey)),
    ] {
        let request = ProofRequest {
            method: &Method::GET,
            uri: &Uri::from_static("/items"),
            token: TOKEN,
            jkt,
        };
        let verdict = ready(dpop().check_at(&honest(), request, now()));
        assert_eq!(verdict, expected, "{jkt}");
    }
}

#[test]
fn the_signature_is_of_the_key_and_over_these_parts() {
    let foreign = TestKey::Other.sign(header("", ""), claims("", ""));
    let honest = honest();
    let signed = honest.rsplit_once('.').unwrap().0;
    let other = with_claims(claims("jti", r#","jti":"b""#));
    let other = other.rsplit_once('.').unwrap().1;
    for proof in [
        foreign,
        format!("{signed}."),
        format!("{signed}.{}", encode([0; 64])),
        format!("{signed}.{other}"),
    ] {
        assert_eq!(
            verdict(&dpop(), &proof),
            Err(DpopError::Signature),
            "{proof}"
        );
    }
}

#[test]
fn claims_are_there_and_of_their_types() {
    for name in ["jti", "htm", "htu", "iat", "ath"] {
        let proof = with_claims(claims(name, ""));
        assert_eq!(verdict(&dpop(), &proof), Err(DpopError::MissingClaim(name)));
    }
    for name in ["jti", "htm", "htu", "iat", "ath", "nonce", "exp", "nbf"] {
        for value in ["null", "true", "[]", "{}"] {
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
        (u64::MAX, Err(DpopError::Expired)),
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
