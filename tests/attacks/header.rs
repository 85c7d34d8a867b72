//! Headers that two readers read differently, or that are none; all are truly signed.

use scopegate::{Algorithm, TokenError};

use crate::attacks::attack::Attack;
use crate::attacks::forge::claims;
use crate::attacks::issuer::Issuer;
use crate::attacks::json::{DEEP, TWICE};

pub(crate) fn attacks() -> Vec<Attack> {
    [Algorithm::HS256, Algorithm::EdDSA]
        .map(Issuer::of)
        .iter()
        .flat_map(|issuer| [repeated(issuer), documents(issuer)].concat())
        .collect()
}

fn attack(
    issuer: &Issuer,
    name: &str,
    source: &'static str,
    header: &str,
    error: TokenError,
) -> Attack {
    let token = issuer.key.token(header, claims(""));
    issuer.attack(&format!("header: {name}"), source, token, error)
}

fn repeated(issuer: &Issuer) -> Vec<Attack> {
    let alg = issuer.algorithm;
    [
        ("alg twice", format!(r#"{{"alg":"{alg}","alg":"{alg}"}}"#)),
        (
            "alg, then none",
            format!(r#"{{"alg":"{alg}","alg":"none"}}"#),
        ),
        (
            "none, then alg",
            format!(r#"{{"alg":"none","alg":"{alg}"}}"#),
        ),
        (
            "alg and its escape",
            format!(r#"{{"alg":"{alg}","\u0061lg":"none"}}"#),
        ),
        (
            "alg wholly escaped, first",
            format!(r#"{{"\u0061\u006c\u0067":"none","alg":"{alg}"}}"#),
        ),
        (
            "kid twice",
            format!(r#"{{"alg":"{alg}","kid":"a","kid":"b"}}"#),
        ),
        (
            "typ twice",
            format!(r#"{{"alg":"{alg}","typ":"JWT","typ":"at+jwt"}}"#),
        ),
        (
            "an unknown member twice",
            format!(r#"{{"alg":"{alg}","x":1,"x":2}}"#),
        ),
        (
            "an unknown member and its escape",
            format!(r#"{{"alg":"{alg}","x":1,"\u0078":2}}"#),
        ),
        (
            "a member of jwk twice",
            format!(r#"{{"alg":"{alg}","jwk":{{"kty":"RSA","kty":"oct"}}}}"#),
        ),
        (
            "a member far down twice",
            format!(r#"{{"alg":"{alg}","x":[[{{"a":{{"b":1,"b":2}}}}]]}}"#),
        ),
    ]
    .map(|(name, header)| attack(issuer, name, TWICE, &header, TokenError::Malformed))
    .to_vec()
}

fn documents(issuer: &Issuer) -> Vec<Attack> {
    let alg = issuer.algorithm;
    let deep = |open: &str, shut: &str| {
        format!(
            r#"{{"alg":"{alg}","x":{}{}}}"#,
            open.repeat(1000),
            shut.repeat(1000)
        )
    };
    let (malformed, algorithm) = (TokenError::Malformed, TokenError::Algorithm);
    [
        (
            "alg of alg",
            TWICE,
            format!(r#"{{"header":{{"alg":"{alg}"}}}}"#),
            algorithm,
        ),
        (
            "an array around it",
            "RFC 7515 section 4",
            format!(r#"[{{"alg":"{alg}"}}]"#),
            malformed,
        ),
        ("deep arrays", DEEP, deep("[", "]"), malformed),
        (
            "deep objects",
            DEEP,
            deep(r#"{"a":"#, "}").replace(":}", ":0}"),
            malformed,
        ),
        (
            "a string",
            "RFC 7515 section 4",
            format!("\"{alg}\""),
            malformed,
        ),
        ("null", "RFC 7515 section 4", "null".to_owned(), malformed),
        (
            "an empty object",
            "RFC 7515 section 4.1.1",
            "{}".to_owned(),
            algorithm,
        ),
        (
            "nothing",
            "Wycheproof, rejectsMissingHeader",
            String::new(),
            malformed,
        ),
    ]
    .map(|(name, source, header, error)| attack(issuer, name, source, &header, error))
    .to_vec()
}
