//! The example `resource_server`, with a provider that is no other program.

use axum::Router;
use axum::body::Body;
use axum::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use axum::http::{Method, Request, StatusCode};
use http_body_util::BodyExt;
use scopegate::ProtectedResource;
use scopegate::testing::{FakeIssuer, TestToken};
use tower::ServiceExt;

use self::resource_server::api;
use crate::{API, ISSUER, issuer, verifier};

#[path = "../../runtime/examples/resource_server.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "`main` is for whoever runs the example"
)]
mod resource_server;

fn service(issuer: &FakeIssuer) -> Router {
    api(verifier(issuer), ProtectedResource::new(API).unwrap())
}

struct Answer {
    status: StatusCode,
    challenge: String,
    body: String,
}

async fn send(api: &Router, method: Method, path: &str, token: Option<TestToken>) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    if let Some(token) = token {
        request = request.header(AUTHORIZATION, format!("Bearer {}", token.issue()));
    }
    let request = request.body(Body::from("tea")).unwrap();
    let response = api.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let challenge = parts.headers.get(WWW_AUTHENTICATE);
    let body = body.collect().await.unwrap().to_bytes();
    Answer {
        status: parts.status,
        challenge: challenge.map_or_else(String::new, |value| value.to_str().unwrap().to_owned()),
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_may_write_may_read_and_not_the_other_way_round() {
    let issuer = issuer();
    let api = service(&issuer);
    let token = |scope| Some(issuer.token().audience(API).scopes([scope]));
    let added = send(&api, Method::POST, "/items", token("items:write")).await;
    assert_eq!(added.status, StatusCode::CREATED);
    for scope in ["items:read", "items:write"] {
        let read = send(&api, Method::GET, "/items", token(scope)).await;
        assert_eq!(
            (read.status, read.body.as_str()),
            (StatusCode::OK, r#"[{"text":"tea","owner":"johndoe"}]"#)
        );
    }
    let refused = send(&api, Method::POST, "/items", token("items:read")).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.challenge.contains(r#"scope="items:write""#));
}

#[tokio::test(start_paused = true)]
async fn a_client_without_a_token_learns_where_to_get_one() {
    let api = service(&issuer());
    let health = send(&api, Method::GET, "/health", None).await;
    assert_eq!(health.status, StatusCode::OK);
    let refused = send(&api, Method::GET, "/items", None).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    let path = "/.well-known/oauth-protected-resource";
    assert!(refused.challenge.contains(&format!("{API}{path}")));
    let metadata = send(&api, Method::GET, path, None).await;
    let json: serde_json::Value = serde_json::from_str(&metadata.body).unwrap();
    assert_eq!(json["authorization_servers"][0], ISSUER);
    assert_eq!(json["scopes_supported"][1], "items:write");
}

#[tokio::test(start_paused = true)]
async fn a_caller_is_known_by_its_subject_and_one_without_is_refused() {
    let issuer = issuer();
    let api = service(&issuer);
    let program = || {
        let token = issuer.token().audience(API).subject("importer");
        token.scopes(["items:write"])
    };
    let added = send(&api, Method::POST, "/items", Some(program())).await;
    assert_eq!(added.status, StatusCode::CREATED);
    let read = send(&api, Method::GET, "/items", Some(program())).await;
    assert!(read.body.contains(r#""owner":"importer""#), "{}", read.body);
    let nameless = program().without("sub");
    let refused = send(&api, Method::GET, "/items", Some(nameless)).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
}
