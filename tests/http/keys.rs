//! Tokens of an authorization server: public keys in PEM, issuers, audiences and types.

// Keys and algorithms for `token::sign`.
use jsonwebtoken::{Algorithm as Jwa, EncodingKey};
use scopegate::{Algorithm, DenialReason, TokenError, Verifier, VerifierBuilder};
use scopegate_tests::{App, SECRET};

use crate::http::app::router;
use crate::http::client::{Answer, get_with};
use crate::http::token::{claims, forge, sign, with_claims};

macro_rules! testdata {
    ($name:literal) => {
        include_bytes!(concat!("../../runtime/src/token/testdata/", $name))
    };
}

const USER: &str = r#""sub":"johndoe","scope":"me""#;

struct Pair {
    jwa: Jwa,
    algorithm: Algorithm,
    private: EncodingKey,
    public: &'static [u8],
}

fn pairs() -> [Pair; 3] {
    [
        Pair {
            jwa: Jwa::RS256,
            algorithm: Algorithm::RS256,
            private: EncodingKey::from_rsa_pem(testdata!("rsa.private.pem")).unwrap(),
            public: testdata!("rsa.public.pem"),
        },
        Pair {
            jwa: Jwa::ES256,
            algorithm: Algorithm::ES256,
            private: EncodingKey::from_ec_pem(testdata!("p256.private.pem")).unwrap(),
            public: testdata!("p256.public.pem"),
        },
        Pair {
            jwa: Jwa::EdDSA,
            algorithm: Algorithm::EdDSA,
            private: EncodingKey::from_ed_pem(testdata!("ed25519.private.pem")).unwrap(),
            public: testdata!("ed25519.public.pem"),
        },
    ]
}

fn verifier(pair: &Pair) -> Verifier {
    let builder = Verifier::builder().public_key_pem(pair.algorithm, pair.public);
    builder.build().unwrap()
}

async fn call(verifier: Verifier, token: &str) -> Answer {
    get_with(router(App::with(verifier)), "/me", token).await
}

#[track_caller]
fn assert_invalid(answer: &Answer, error: TokenError) {
    let found = (answer.status, answer.param("error"), answer.reason());
    let reason = Some(DenialReason::InvalidToken(error));
    assert_eq!(found, (401, Some("invalid_token"), reason));
}

#[tokio::test]
async fn a_public_key_opens_to_tokens_of_its_private_key_only() {
    let pairs = pairs();
    for (i, signer) in pairs.iter().enumerate() {
        let header = format!(r#"{{"alg":"{}"}}"#, signer.algorithm);
        let token = sign(signer.jwa, &signer.private, header, claims(USER));
        for (j, pair) in pairs.iter().enumerate() {
            let answer = call(verifier(pair), &token).await;
            if i == j {
                assert_eq!((answer.status, answer.body.as_str()), (200, "johndoe"));
            } else {
                assert_invalid(&answer, TokenError::Algorithm);
            }
        }
        assert_invalid(
            &call(Verifier::hs256(SECRET).unwrap(), &token).await,
            TokenError::Algorithm,
        );
    }
}

#[tokio::test]
async fn a_public_key_is_no_secret_to_sign_with() {
    for pair in pairs() {
        let secret = EncodingKey::from_secret(pair.public);
        for alg in ["HS256", pair.algorithm.as_str()] {
            let header = format!(r#"{{"alg":"{alg}"}}"#);
            let forged = sign(Jwa::HS256, &secret, header, claims(USER));
            let answer = call(verifier(&pair), &forged).await;
            assert_eq!(
                (answer.status, answer.param("error")),
                (401, Some("invalid_token"))
            );
        }
    }
}

#[tokio::test]
async fn a_key_in_the_token_is_not_believed() {
    for member in [
        r#""jwk":{"kty":"oct","k":"YQ"}"#,
        r#""jku":"http://127.0.0.1:1/keys""#,
        r#""kid":"' OR 1=1""#,
        r#""kid":"../../etc/passwd""#,
    ] {
        let key = EncodingKey::from_secret(b"a");
        let header = format!(r#"{{"alg":"HS256",{member}}}"#);
        let forged = sign(Jwa::HS256, &key, header, claims(USER));
        let answer = call(Verifier::hs256(SECRET).unwrap(), &forged).await;
        assert_invalid(&answer, TokenError::Signature);
    }
}

fn with(rule: impl FnOnce(VerifierBuilder) -> VerifierBuilder) -> Verifier {
    rule(Verifier::builder().hs256(SECRET)).build().unwrap()
}

#[tokio::test]
async fn the_issuer_is_compared_exactly() {
    let ours = || with(|builder| builder.issuer("https://issuer.example"));
    let token = |member: &str| with_claims(&format!("{USER}{member}"));
    let good = token(r#","iss":"https://issuer.example""#);
    assert_eq!(call(ours(), &good).await.status, 200);
    for other in [
        "",
        r#","iss":"https://issuer.example/""#,
        r#","iss":"https://ISSUER.example""#,
        r#","iss":"""#,
    ] {
        assert_invalid(&call(ours(), &token(other)).await, TokenError::Issuer);
    }
}

#[tokio::test]
async fn the_audience_names_this_service() {
    let ours = || with(|builder| builder.audience("items").audience("items.example"));
    let token = |member: &str| with_claims(&format!("{USER}{member}"));
    for good in [r#","aud":"items""#, r#","aud":["other","items.example"]"#] {
        assert_eq!(call(ours(), &token(good)).await.status, 200, "{good}");
    }
    for other in ["", r#","aud":"other""#, r#","aud":[]"#, r#","aud":"item""#] {
        assert_invalid(&call(ours(), &token(other)).await, TokenError::Audience);
    }
    let nameless = Verifier::hs256(SECRET).unwrap();
    assert_invalid(
        &call(nameless, &token(r#","aud":"items""#)).await,
        TokenError::Audience,
    );
}

#[tokio::test]
async fn an_id_token_is_no_access_token_where_the_type_is_required() {
    let strict = || with(|builder| builder.token_type("at+jwt"));
    for (header, accepted) in [
        (r#"{"alg":"HS256","typ":"at+jwt"}"#, true),
        (r#"{"alg":"HS256","typ":"application/AT+JWT"}"#, true),
        (r#"{"alg":"HS256","typ":"JWT"}"#, false),
        (r#"{"alg":"HS256"}"#, false),
    ] {
        let answer = call(strict(), &forge(header, claims(USER))).await;
        if accepted {
            assert_eq!(answer.status, 200, "{header}");
        } else {
            assert_invalid(&answer, TokenError::Type);
        }
    }
}
