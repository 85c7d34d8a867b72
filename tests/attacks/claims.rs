//! Claims of a wrong type or for someone else, truly signed.

use scopegate::{Algorithm, TokenError};

use crate::attacks::attack::Attack;
use crate::attacks::forge::{claims, now};
use crate::attacks::issuer::Issuer;

pub(crate) fn attacks() -> Vec<Attack> {
    let issuer = Issuer::of(Algorithm::ES256);
    [
        texts(&issuer),
        issuers(&issuer),
        audiences(&issuer),
        others(&issuer),
    ]
    .concat()
}

/// A token that only says what it should not.
pub(crate) fn honest(issuer: &Issuer, payload: impl AsRef<[u8]>) -> String {
    issuer.key.token(issuer.header(""), payload)
}

/// Claims that are strings, or lists of them.
fn texts(issuer: &Issuer) -> Vec<Attack> {
    const SOURCE: &str = "RFC 7519 section 4.1, RFC 8693 section 4.2";
    let mut attacks = Vec::new();
    for (claim, values) in [
        ("iss", &["1", "true", "{}", r#"["a"]"#][..]),
        (
            "sub",
            &["1", "true", "{}", r#"["johndoe"]"#, r#"{"name":"johndoe"}"#],
        ),
        ("jti", &["1", "{}", r#"["a"]"#]),
        (
            "aud",
            &[
                "1",
                "true",
                "{}",
                r#"{"a":1}"#,
                r#"["a",1]"#,
                r#"[["a"]]"#,
                "[null]",
            ],
        ),
        (
            "scope",
            &[
                "1",
                "true",
                "{}",
                r#"{"me":true}"#,
                r#"{"0":"me"}"#,
                r#"["me",1]"#,
                r#"["me",null]"#,
                r#"[["me"]]"#,
                "[null]",
            ],
        ),
        (
            "scopes",
            &[
                "1",
                "true",
                "{}",
                r#"{"0":"me"}"#,
                r#"["me",1]"#,
                r#"[["me"]]"#,
                "[null]",
            ],
        ),
        ("scp", &["1", "true", "{}", r#"[["me"]]"#, r#"["me",null]"#]),
    ] {
        for value in values {
            // Without another `scope`, which would be a repeated one.
            let member = format!(r#""{claim}":{value}"#);
            let payload = format!(r#"{{{member},"exp":{}}}"#, now() + 3600);
            let name = format!("{claim} as {value}");
            let error = TokenError::InvalidClaim(claim);
            attacks.push(issuer.attack(&name, SOURCE, honest(issuer, payload), error));
        }
    }
    attacks
}

fn issuers(issuer: &Issuer) -> Vec<Attack> {
    const SOURCE: &str = "CVE-2024-53861, RFC 8725 section 3.8";
    let verifier = issuer.verifier_with(|rules| rules.issuer("https://a.example"));
    let control = honest(issuer, claims(r#","iss":"https://a.example""#));
    [
        "",
        r#","iss":"""#,
        r#","iss":"a.example""#,
        r#","iss":"https://a.example/""#,
        r#","iss":"https://a.exampl""#,
        r#","iss":"https://a.example.attacker.example""#,
        r#","iss":"https://b.example""#,
        r#","iss":"HTTPS://A.EXAMPLE""#,
        r#","iss":"https://a.example:443""#,
        r#","iss":"https://a.example\u0000""#,
        r#","iss":" https://a.example""#,
        r#","iss":"https://\u0430.example""#,
        r#","iss":"https://a.example,https://b.example""#,
        r#","iss":"*""#,
        r#","iss":null"#,
        r#","issuer":"https://a.example""#,
    ]
    .map(|member| {
        let token = honest(issuer, claims(member));
        let name = format!("another issuer {member}");
        issuer
            .attack(&name, SOURCE, token, TokenError::Issuer)
            .against(&verifier)
            .beside(control.clone())
    })
    .to_vec()
}

fn audiences(issuer: &Issuer) -> Vec<Attack> {
    const SOURCE: &str = "CVE-2020-26160, RFC 8725 section 3.9";
    let verifier = issuer.verifier_with(|rules| rules.audience("items"));
    let control = honest(issuer, claims(r#","aud":["other","items"]"#));
    let strict = [
        "",
        r#","aud":"""#,
        r#","aud":[]"#,
        r#","aud":[""]"#,
        r#","aud":"other""#,
        r#","aud":"item""#,
        r#","aud":"items2""#,
        r#","aud":"Items""#,
        r#","aud":" items""#,
        r#","aud":"items other""#,
        r#","aud":"items,other""#,
        r#","aud":["items other"]"#,
        r#","aud":["other"]"#,
        r#","aud":"[\"items\"]""#,
        r#","aud":"*""#,
        r#","aud":null"#,
        r#","audience":"items""#,
    ]
    .map(|member| {
        let token = honest(issuer, claims(member));
        let name = format!("another audience {member}");
        issuer
            .attack(&name, SOURCE, token, TokenError::Audience)
            .against(&verifier)
            .beside(control.clone())
    });
    // A service without a name is no one's audience.
    let nameless = [
        r#","aud":"items""#,
        r#","aud":["a","b"]"#,
        r#","aud":"""#,
        r#","aud":[]"#,
    ]
    .map(|member| {
        let token = honest(issuer, claims(member));
        let name = format!("for someone else {member}");
        issuer.attack(&name, "RFC 7519 section 4.1.3", token, TokenError::Audience)
    });
    [&strict[..], &nameless].concat()
}

fn others(issuer: &Issuer) -> Vec<Attack> {
    [
        r#"{"jkt":"a"}"#,
        r#"{"x5t#S256":"a"}"#,
        r#"{"jwk":{}}"#,
        "{}",
        "[]",
        "false",
    ]
    .map(|cnf| {
        let token = honest(issuer, claims(&format!(r#","cnf":{cnf}"#)));
        let name = format!("a stolen token that is bound by {cnf}");
        let source = "RFC 9449 section 6, RFC 8705 section 3";
        issuer.attack(&name, source, token, TokenError::SenderConstrained)
    })
    .to_vec()
}
