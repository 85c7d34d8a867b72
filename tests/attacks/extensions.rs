//! Extensions that change what a token means, and tokens made for another purpose. All are truly signed.

use scopegate::{Algorithm, TokenError};

use crate::attacks::attack::Attack;
use crate::attacks::forge::claims;
use crate::attacks::issuer::Issuer;

pub(crate) fn attacks() -> Vec<Attack> {
    [Algorithm::HS256, Algorithm::PS256, Algorithm::ES256]
        .map(Issuer::of)
        .iter()
        .flat_map(|issuer| [extensions(issuer), unencoded(issuer), purposes(issuer)].concat())
        .collect()
}

fn extensions(issuer: &Issuer) -> Vec<Attack> {
    const CRIT: &str = "CVE-2025-59420, CVE-2026-32597";
    const ZIP: &str = "CVE-2024-33664, CVE-2024-28176";
    const JWE: &str = "RFC 7516 section 4.1, CVE-2023-51774";
    [
        (CRIT, r#""crit":["x"],"x":1"#),
        (CRIT, r#""crit":["x"]"#),
        (CRIT, r#""crit":[]"#),
        (CRIT, r#""crit":["alg"]"#),
        (CRIT, r#""crit":["exp"],"exp":0"#),
        (CRIT, r#""crit":["b64"]"#),
        (CRIT, r#""crit":["x","x"]"#),
        (CRIT, r#""crit":[""]"#),
        (CRIT, r#""crit":[null]"#),
        (CRIT, r#""crit":null"#),
        (CRIT, r#""crit":"x""#),
        (CRIT, r#""crit":{}"#),
        (CRIT, r#""crit":false"#),
        (CRIT, r#""\u0063rit":["x"]"#),
        (CRIT, r#""crit":["http://openid.net/specs/x"]"#),
        ("RFC 7797 section 6", r#""b64":true"#),
        ("RFC 7797 section 6", r#""b64":false"#),
        ("RFC 7797 section 6", r#""b64":true,"crit":["b64"]"#),
        ("RFC 7797 section 6", r#""b64":null"#),
        (ZIP, r#""zip":"DEF""#),
        (ZIP, r#""zip":"GZIP""#),
        (ZIP, r#""zip":"none""#),
        (ZIP, r#""zip":null"#),
        (JWE, r#""enc":"A128GCM""#),
        (JWE, r#""enc":"none""#),
        (JWE, r#""enc":null"#),
        (
            "CVE-2022-36083, CVE-2023-52428",
            r#""p2c":2147483647,"p2s":"AA","enc":"A128GCM""#,
        ),
    ]
    .map(|(source, member)| {
        let token = issuer
            .key
            .token(issuer.header(&format!(",{member}")), claims(""));
        issuer.attack(member, source, token, TokenError::Critical)
    })
    .to_vec()
}

/// The signature covers the payload as it is, and not its base64url (RFC 7797).
fn unencoded(issuer: &Issuer) -> Vec<Attack> {
    let header = crate::attacks::forge::encode(issuer.header(r#","b64":false,"crit":["b64"]"#));
    let payload = claims("");
    let signature = issuer.key.sign(format!("{header}.{payload}").as_bytes());
    let signature = crate::attacks::forge::encode(signature);
    let encoded = crate::attacks::forge::encode(&payload);
    [
        (
            "an unencoded payload, sent encoded",
            format!("{header}.{encoded}.{signature}"),
        ),
        (
            "an unencoded payload, detached",
            format!("{header}..{signature}"),
        ),
    ]
    .map(|(name, token)| issuer.attack(name, "RFC 7797 section 5", token, TokenError::Critical))
    .to_vec()
}

/// Where `at+jwt` is required (RFC 8725 section 3.11).
fn purposes(issuer: &Issuer) -> Vec<Attack> {
    const CROSS: &str = "RFC 8725 section 2.8, RFC 9068 section 4";
    let strict = issuer.verifier_with(|rules| rules.token_type("at+jwt"));
    let alg = issuer.algorithm;
    [
        ("an ID token", CROSS, r#","typ":"JWT""#),
        ("an ID token without typ", CROSS, ""),
        (
            "an ID token of some issuers",
            CROSS,
            r#","typ":"id_token+jwt""#,
        ),
        (
            "a logout token",
            "OpenID Connect Back-Channel Logout section 2.4",
            r#","typ":"logout+jwt""#,
        ),
        (
            "a DPoP proof",
            "RFC 9449 section 4.2",
            r#","typ":"dpop+jwt""#,
        ),
        (
            "a security event",
            "RFC 8417 section 2.3",
            r#","typ":"secevent+jwt""#,
        ),
        (
            "a request object",
            "RFC 9101 section 10.8",
            r#","typ":"oauth-authz-req+jwt""#,
        ),
        (
            "an introspection answer",
            "RFC 9701 section 5",
            r#","typ":"token-introspection+jwt""#,
        ),
        (
            "a client assertion",
            "RFC 7523, CVE-2025-27371",
            r#","typ":"client-authentication+jwt""#,
        ),
        (
            "a verification key proof",
            "OpenID4VCI",
            r#","typ":"openid4vci-proof+jwt""#,
        ),
        ("a refresh token", CROSS, r#","typ":"rt+jwt""#),
        (
            "no typ but cty",
            "RFC 7515 section 4.1.10",
            r#","cty":"at+jwt""#,
        ),
        ("empty", CROSS, r#","typ":"""#),
        ("null", CROSS, r#","typ":null"#),
        ("a list", CROSS, r#","typ":["at+jwt"]"#),
        ("an object", CROSS, r#","typ":{"at+jwt":1}"#),
        ("two in one", CROSS, r#","typ":"at+jwt, JWT""#),
        ("a space after", CROSS, r#","typ":"at+jwt ""#),
        ("a NUL after", CROSS, r#","typ":"at+jwt\u0000""#),
        ("a parameter after", CROSS, r#","typ":"at+jwt;x=1""#),
        (
            "another top-level type",
            "RFC 7515 section 4.1.9",
            r#","typ":"text/at+jwt""#,
        ),
        (
            "application twice",
            "RFC 7515 section 4.1.9",
            r#","typ":"application/application/at+jwt""#,
        ),
        ("a full-width letter", CROSS, r#","typ":"\uff41t+jwt""#),
        ("without the suffix", CROSS, r#","typ":"at""#),
    ]
    .map(|(name, source, typ)| {
        let token = issuer
            .key
            .token(format!(r#"{{"alg":"{alg}"{typ}}}"#), claims(""));
        issuer
            .attack(
                &format!("for an access token: {name}"),
                source,
                token,
                TokenError::Type,
            )
            .against(&strict)
    })
    .to_vec()
}
