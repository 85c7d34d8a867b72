//! Form, header, key and signature (RFC 9449 section 4.3, checks 2 and 4 to 7, and the key of check 12).

use super::*;

#[test]
fn an_honest_proof_passes() {
    assert_eq!(verdict(&dpop(), &honest()), Ok(()));
}

/// Figure 13 of RFC 9449, with the key of its section 6.1.
#[test]
fn the_example_of_the_rfc_passes() {
    const PROOF: &str = concat!(
        "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNo",
        "UklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERW",
        "clUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR",
        "1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCw",
        "iYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRqzhrtNP86L-E",
        "y71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA",
    );
    let dpop = Dpop::new("https://resource.example.org").unwrap();
    let request = ProofRequest {
        method: &Method::GET,
        uri: &Uri::from_static("/protectedresource"),
        token: TOKEN,
        jkt: "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I",
    };
    let now = Duration::from_secs(1_562_262_618);
    assert_eq!(ready(dpop.check_at(PROOF, request, clock(now))), Ok(()));
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
        let verdict = ready(dpop().check_at(&honest(), request, clock(now())));
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
