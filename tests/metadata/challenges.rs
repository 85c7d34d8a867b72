//! How a refused client learns where the metadata is (section 5.1).

use axum::response::{IntoResponse, Response};
use http::header::{HeaderName, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use scopegate::dpop::Dpop;
use scopegate::routing::get;
use scopegate::{
    AccessToken, Denial, Reject, SecureRouter, SecurityScheme, TokenIssuer, Verifier, security,
};
use scopegate_tests::client;

use crate::metadata::{KEY, resource, verifier};

const PARAMETER: &str = r#"resource_metadata="https://h/.well-known/oauth-protected-resource/api""#;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("a" = "A."))]
struct Plain;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("a" = "A."), profile = fastapi)]
struct LikeFastApi;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("a" = "A."), rejection = Own)]
struct Custom;

/// Has no challenge of its own.
struct Own;

impl Reject for Own {
    fn reject(denial: &Denial) -> Response {
        (denial.status(), "no").into_response()
    }
}

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("a" = "A."), rejection = Several)]
struct CustomChallenges;

/// Has challenges of its own.
struct Several;

impl Reject for Several {
    fn reject(_: &Denial) -> Response {
        let mut response = StatusCode::UNAUTHORIZED.into_response();
        for challenge in [
            "Basic realm=\"x\"",
            "bearer",
            "Bearer resource_metadata=\"own\"",
        ] {
            let challenge = HeaderValue::from_static(challenge);
            response.headers_mut().append(WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

#[security(scopes = ["a"], depends = Plain)]
async fn plain(_: AccessToken) {}

#[security(scopes = ["a"], depends = LikeFastApi)]
async fn fastapi(_: AccessToken) {}

#[security(scopes = ["a"], depends = Custom)]
async fn custom(_: AccessToken) {}

#[security(scopes = ["a"], depends = CustomChallenges)]
async fn challenges(_: AccessToken) {}

type Challenge = [(HeaderName, &'static str); 1];

/// Not a refusal of ours: its challenge is not ours to change.
#[security(public)]
async fn another() -> (StatusCode, Challenge) {
    (StatusCode::UNAUTHORIZED, [(WWW_AUTHENTICATE, "Bearer")])
}

fn routes() -> SecureRouter<Verifier> {
    SecureRouter::new()
        .route("/plain", get(plain))
        .route("/fastapi", get(fastapi))
        .route("/custom", get(custom))
        .route("/challenges", get(challenges))
        .route("/another", get(another))
}

/// The status and the challenges of a request with this `Authorization`.
async fn refusal(
    router: SecureRouter<Verifier>,
    path: &str,
    authorization: Option<&str>,
) -> (u16, Vec<String>) {
    refusal_by(verifier(), router, path, authorization).await
}

async fn refusal_by(
    verifier: Verifier,
    router: SecureRouter<Verifier>,
    path: &str,
    authorization: Option<&str>,
) -> (u16, Vec<String>) {
    let app: SecureRouter = router.with_state(verifier);
    let answer = client::get_by(app, path, authorization.as_slice()).await;
    let challenges = answer.challenges().into_iter().map(str::to_owned);
    (answer.status, challenges.collect())
}

/// Requests without a token, with a bad one, and with one that lacks the scope.
fn authorizations() -> [Option<String>; 3] {
    let issuer = TokenIssuer::hs256(KEY).unwrap();
    let token = issuer.issue("johndoe", [""; 0]).unwrap();
    [
        None,
        Some("Bearer x".into()),
        Some(format!("Bearer {token}")),
    ]
}

#[tokio::test]
async fn every_challenge_names_the_metadata_and_changes_in_nothing_else() {
    for path in ["/plain", "/fastapi", "/custom"] {
        for authorization in authorizations() {
            let (status, before) = refusal(routes(), path, authorization.as_deref()).await;
            let router = routes().protected_resource(resource("https://h/api"));
            let (same, after) = refusal(router, path, authorization.as_deref()).await;
            assert_eq!(status, same);
            let comma = if before[0] == "Bearer" { " " } else { ", " };
            assert_eq!(after, [format!("{}{comma}{PARAMETER}", before[0])]);
        }
    }
}

#[tokio::test]
async fn a_missing_scope_names_the_metadata() {
    let [_, _, unscoped] = authorizations();
    let router = routes().protected_resource(resource("https://h/api"));
    let (status, challenges) = refusal(router, "/plain", unscoped.as_deref()).await;
    assert_eq!(status, 403);
    assert!(challenges[0].contains("error=\"insufficient_scope\""));
    assert!(challenges[0].ends_with(PARAMETER));
}

#[tokio::test]
async fn the_fastapi_profile_is_byte_for_byte_where_nothing_is_configured() {
    let (_, challenges) = refusal(routes(), "/fastapi", None).await;
    assert_eq!(challenges, ["Bearer"]);
}

#[tokio::test]
async fn several_challenges_keep_apart() {
    let router = routes().protected_resource(resource("https://h/api"));
    let (_, challenges) = refusal(router, "/challenges", None).await;
    let expected = [
        "Basic realm=\"x\"".to_owned(),
        format!("bearer {PARAMETER}"),
        "Bearer resource_metadata=\"own\"".to_owned(),
    ];
    assert_eq!(challenges, expected);
}

#[tokio::test]
async fn refusals_of_others_stay_as_they_are() {
    let router = routes().protected_resource(resource("https://h/api"));
    let (_, challenges) = refusal(router, "/another", None).await;
    assert_eq!(challenges, ["Bearer"]);
}

/// RFC 9449 section 7.1: a token that comes with a proof is challenged for one.
#[tokio::test]
async fn challenges_for_proofs_of_possession_name_the_metadata_too() {
    for (authorization, schemes) in [(None, &["Bearer", "DPoP"][..]), (Some("DPoP x"), &["DPoP"])] {
        let dpop = Dpop::new("https://h/api").unwrap();
        let router = routes().protected_resource(resource("https://h/api"));
        let verifier = verifier().with_dpop(dpop);
        let (_, challenges) = refusal_by(verifier, router, "/plain", authorization).await;
        assert_eq!(challenges.len(), schemes.len());
        for (challenge, scheme) in challenges.iter().zip(schemes) {
            assert!(challenge.starts_with(scheme), "{challenge}");
            assert!(challenge.ends_with(PARAMETER), "{challenge}");
        }
    }
}
