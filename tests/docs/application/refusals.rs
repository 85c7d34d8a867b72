use axum::http::Method;
use axum::http::header::CONTENT_TYPE;
use scopegate::testing::TestTokens;
use serde_json::json;

use crate::{assert_statuses, bearer, send, verifier};

mod claims {
    use crate::application::account::Account;

    example!("axum_departments");

    pub(super) fn router(verifier: scopegate::Verifier) -> axum::Router {
        let route = axum::routing::get(departments);
        axum::Router::new()
            .route("/{tenant}", route)
            .with_state(verifier)
    }
}

mod problem {
    example!("axum_reports");

    pub(super) fn router(verifier: scopegate::Verifier) -> axum::Router {
        let route = axum::routing::get(reports);
        axum::Router::new().route("/", route).with_state(verifier)
    }
}

#[tokio::test]
async fn claims_of_ones_own_are_those_of_the_token() {
    let tokens = TestTokens::new();
    let router = claims::router(tokens.verifier());
    let staff = || {
        let token = tokens.token().claim("https://acme.example/tenant", "acme");
        token.claim("departments", json!(["sales", "tea"]))
    };
    let good = staff().scopes(["notes:read"]);
    for (token, path, status, body) in [
        (good.clone(), "/acme", 200, "johndoe: sales, tea"),
        (good.clone(), "/another", 404, ""),
        (staff(), "/acme", 403, "insufficient_scope"),
        (
            good.clone().without("https://acme.example/tenant"),
            "/acme",
            401,
            "invalid_token",
        ),
        (
            good.claim("departments", "sales"),
            "/acme",
            401,
            "invalid_token",
        ),
    ] {
        let authorization = format!("Bearer {}", token.issue());
        let answer = crate::get(&router, path, &authorization).await;
        assert_eq!(answer.0, status, "{answer:?}");
        assert!(answer.2.contains(body), "{answer:?}");
    }
}

#[tokio::test]
async fn every_refusal_is_a_problem() {
    let router = problem::router(verifier());
    for (authorization, status, has_challenge) in [
        (String::new(), 401, true),
        ("Bearer x".to_owned(), 401, true),
        (bearer("johndoe", &[]), 403, true),
        (bearer("closed", &["reports"]), 409, false),
    ] {
        let headers = [("authorization", authorization.as_str())];
        let answer = send(&router, Method::GET, "/", &headers).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.headers[CONTENT_TYPE], "application/problem+json");
        assert_eq!(!answer.challenges().is_empty(), has_challenge);
        let body = answer.json();
        assert_eq!(body["status"], status);
        assert!(
            body["title"].is_string() && body["detail"].is_string(),
            "{body}"
        );
    }
    assert_statuses(&router, "/", &[(&bearer("johndoe", &["reports"]), 200)]).await;
}
