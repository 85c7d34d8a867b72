//! Rules that accept more than RFC 9068 has: what they are for passes, and nothing else does.

use scopegate::{Algorithm, TokenError, Verifier, VerifierBuilder};

use crate::attacks::attack::Attack;
use crate::attacks::claims::honest;
use crate::attacks::forge::{claims, now};
use crate::attacks::issuer::Issuer;
use crate::attacks::service::call_at;

pub(crate) fn attacks() -> Vec<Attack> {
    let issuer = Issuer::of(Algorithm::ES256);
    [
        stand_ins(&issuer),
        nulls(&issuer),
        required(&issuer),
        roles(&issuer),
    ]
    .concat()
}

/// A claim stands in for a missing `aud`.
fn stand_ins(issuer: &Issuer) -> Vec<Attack> {
    const SOURCE: &str = "RFC 7519 section 4.1.3";
    let verifier = issuer.verifier_with(|rules| {
        let rules = rules.audience("items");
        rules.audience_stand_in("client_id", "shop")
    });
    let control = honest(issuer, claims(r#","client_id":"shop""#));
    [
        "",
        r#","client_id":null"#,
        r#","client_id":"Shop""#,
        r#","client_id":"shop ""#,
        r#","client_id":"shop,other""#,
        r#","client_id":"""#,
        r#","client_id":"items""#,
        r#","Client_id":"shop""#,
        r#","azp":"shop""#,
        r#","x":{"client_id":"shop"}"#,
        r#","client_id":"shop","aud":"other""#,
        r#","client_id":"shop","aud":"shop""#,
        r#","client_id":"shop","aud":[]"#,
        r#","client_id":"shop","aud":"""#,
        r#","client_id":"other","aud":null"#,
    ]
    .map(|members| {
        let token = honest(issuer, claims(members));
        let name = format!("no stand-in for an audience {members}");
        issuer
            .attack(&name, SOURCE, token, TokenError::Audience)
            .against(&verifier)
            .beside(control.clone())
    })
    .to_vec()
}

/// A claim that is `null` is not there, but no second one can hide behind it.
fn nulls(issuer: &Issuer) -> Vec<Attack> {
    const SOURCE: &str = "RFC 7519 section 4, RFC 8725 section 3.9";
    let later = now() + 3600;
    let verifier = issuer.verifier_with(|rules| rules.audience("items"));
    let control = honest(issuer, claims(r#","aud":"items""#));
    let good = format!(r#""sub":"johndoe","scope":"me","exp":{later}"#);
    [
        (format!("{good},\"aud\":null"), TokenError::Audience),
        (
            format!("{good},\"aud\":[null]"),
            TokenError::InvalidClaim("aud"),
        ),
        (
            format!(r#"{good},"aud":null,"aud":"items""#),
            TokenError::Malformed,
        ),
        (
            format!(r#"{good},"aud":"items","aud":null"#),
            TokenError::Malformed,
        ),
        (
            format!(r#"{good},"aud":null,"\u0061ud":"items""#),
            TokenError::Malformed,
        ),
        (
            format!(r#""exp":null,{good},"aud":"items""#),
            TokenError::Malformed,
        ),
        (
            r#""sub":"johndoe","aud":"items","exp":null"#.to_owned(),
            TokenError::MissingExpiry,
        ),
        (
            format!(r#"{good},"aud":"items","x":null,"x":1"#),
            TokenError::Malformed,
        ),
        (
            format!(r#"{good},"aud":"items","cnf":null,"cnf":{{"jkt":"a"}}"#),
            TokenError::Malformed,
        ),
        (
            format!(r#"{good},"aud":"items","cnf":[null]"#),
            TokenError::SenderConstrained,
        ),
    ]
    .map(|(members, error)| {
        let token = honest(issuer, format!("{{{members}}}"));
        let name = format!("null in {members}").replace(&later.to_string(), "later");
        issuer
            .attack(&name, SOURCE, token, error)
            .against(&verifier)
            .beside(control.clone())
    })
    .to_vec()
}

/// Claims that must have a value, by a name that has slashes, too.
fn required(issuer: &Issuer) -> Vec<Attack> {
    const SOURCE: &str = "RFC 6901, OpenID Connect Core 1.0 section 2";
    let verifier = issuer.verifier_with(|rules| {
        let rules = rules.require("https://a.example/kind", "access");
        rules.only_access_tokens_have("/u/id")
    });
    let control = r#","https://a.example/kind":"access","u":{"id":0}"#;
    let control = honest(issuer, claims(control));
    [
        r#","u":{"id":0}"#,
        r#","u":{"id":0},"https://a.example/kind":"id""#,
        r#","u":{"id":0},"https://a.example/kind":null"#,
        r#","u":{"id":0},"https://a.example/kind":["access"]"#,
        r#","u":{"id":0},"https:":{"":{"a.example":{"kind":"access"}}}"#,
        r#","u":{"id":0},"kind":"access""#,
        r#","https://a.example/kind":"access""#,
        r#","https://a.example/kind":"access","u":{"id":null}"#,
        r#","https://a.example/kind":"access","u":null"#,
        r#","https://a.example/kind":"access","/u/id":0"#,
        r#","https://a.example/kind":"access","u":["id"]"#,
    ]
    .map(|members| {
        let token = honest(issuer, claims(members));
        let name = format!("a rule that is not kept {members}");
        issuer
            .attack(&name, SOURCE, token, TokenError::Claims)
            .against(&verifier)
            .beside(control.clone())
    })
    .to_vec()
}

/// Roles of another form than the one that was asked for.
fn roles(issuer: &Issuer) -> Vec<Attack> {
    const SOURCE: &str = "RFC 6749 section 3.3";
    let control = honest(issuer, claims(""));
    let keys = issuer.verifier_with(|rules| rules.scopes_at_keys("roles"));
    let commas = issuer.verifier_with(|rules| rules.scopes_at_commas("roles"));
    let texts = issuer.verifier_with(|rules| rules.scopes_at("roles"));
    let wrong = TokenError::InvalidClaim("scope");
    [
        (&keys, r#""admin""#, wrong),
        (&keys, r#"["admin"]"#, wrong),
        (&keys, "true", wrong),
        (
            &keys,
            r#"{"admin":false,"admin":true}"#,
            TokenError::Malformed,
        ),
        (&commas, r#"{"admin":true}"#, wrong),
        (&commas, r#"["admin",1]"#, wrong),
        (&texts, r#"{"admin":true}"#, wrong),
        (&texts, r#"["admin",null]"#, wrong),
        (&texts, "1", wrong),
    ]
    .map(|(verifier, roles, error)| {
        let token = honest(issuer, claims(&format!(r#","roles":{roles}"#)));
        let name = format!("roles as {roles} for {verifier:?}");
        issuer
            .attack(&name, SOURCE, token, error)
            .against(verifier)
            .beside(control.clone())
    })
    .to_vec()
}

/// A rule, and roles that must not grant `admin` by it.
type NotAdmin = (
    fn(VerifierBuilder) -> VerifierBuilder,
    &'static [&'static str],
);

const NOT_ADMIN: [NotAdmin; 4] = [
    (
        |rules| rules.scopes_at_keys("roles"),
        &[
            r#"{"admin":false}"#,
            r#"{"admin":null}"#,
            r#"{"admin":0}"#,
            r#"{"admin":""}"#,
            r#"{"Admin":true}"#,
            r#"{"admin ":true}"#,
            r#"{"me admin":true}"#,
            r#"{"me,admin":true}"#,
            r#"{"me":{"admin":true}}"#,
            r#"{"me":["admin"]}"#,
            "{}",
            "null",
        ],
    ),
    (
        |rules| rules.scopes_at_commas("roles"),
        &[
            r#""me admin""#,
            r#""me;admin""#,
            r#""me\u3001admin""#,
            r#""me,\tadmin""#,
            r#""\"admin\"""#,
            r#""[admin]""#,
            r#"["me,admin"]"#,
            r#"",""#,
            "null",
        ],
    ),
    (
        |rules| rules.scopes_at("roles"),
        &[
            r#""me,admin""#,
            r#""[\"admin\"]""#,
            r#"["me admin"]"#,
            r#"["[\"admin\"]"]"#,
            r#""{\"admin\":true}""#,
            "[]",
        ],
    ),
    (
        |rules| rules.scopes_at("https://a.example/roles"),
        &[r#"["admin"]"#, r#""admin""#],
    ),
];

#[tokio::test]
async fn roles_grant_nothing_but_what_they_name() {
    let issuer = Issuer::of(Algorithm::ES256);
    for (rule, values) in NOT_ADMIN {
        let verifier = issuer.verifier_with(rule);
        for roles in values {
            let token = honest(&issuer, claims(&format!(r#","roles":{roles}"#)));
            let answer = call_at("/admin", &verifier, &token).await.unwrap();
            assert_eq!(answer.status, 403, "{roles}");
            let answer = call_at("/me", &verifier, &token).await.unwrap();
            assert_eq!(answer.status, 200, "{roles}");
        }
    }
}

/// RFC 8725 section 3.1: three hashes for one secret are three algorithms, and a public key is a secret of none.
#[test]
fn no_secret_and_no_key_is_good_for_another_algorithm() {
    let all = Issuer::all();
    for issuer in &all {
        for other in &all {
            let verdict = crate::attacks::service::verify(&issuer.verifier, &other.token());
            let is_own = issuer.algorithm == other.algorithm;
            let expected = (!is_own).then_some(TokenError::Algorithm);
            assert_eq!(verdict.err(), expected, "{}", other.algorithm);
            let disguised = other.key.token(issuer.header(""), claims(""));
            let verdict = crate::attacks::service::verify(&issuer.verifier, &disguised);
            let expected = (!is_own).then_some(TokenError::Signature);
            assert_eq!(verdict.err(), expected, "{}", other.algorithm);
        }
    }
    for issuer in Issuer::asymmetric() {
        for secret in [issuer.pem, issuer.jwk] {
            let builders = [
                Verifier::builder().hs256(secret),
                Verifier::builder().hs384(secret),
                Verifier::builder().hs512(secret),
            ];
            assert!(builders.into_iter().all(|builder| builder.build().is_err()));
        }
    }
}
