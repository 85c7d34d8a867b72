use axum::Router;
use axum::http::Method;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS,
};
use serde_json::{Value, json};

use super::{assert_calls, calls};
use crate::{bearer, get, send, verifier};

mod cors {
    use crate::application::account::*;

    example!("axum_app_with_cors");

    pub(super) fn router(verifier: Verifier) -> Router {
        let resource = ProtectedResource::new("https://api.example").unwrap();
        app_with_cors(verifier, resource)
    }
}

mod others {
    use crate::application::account::*;

    example!("axum_app_with_others");

    pub(super) fn router(verifier: Verifier, dashboard: Router, metrics: Router) -> Router {
        app_with_others(verifier, dashboard, metrics)
    }
}

mod documented {
    use crate::application::account::*;

    example!("axum_app_with_openapi");

    pub(super) fn parts(verifier: Verifier) -> (Router, OpenApi) {
        app_with_openapi(verifier)
    }
}

const METADATA: &str = "/.well-known/oauth-protected-resource";

const ORIGIN: (&str, &str) = ("origin", "https://app.example");

#[tokio::test]
async fn browsers_may_ask_without_a_token_and_read_the_challenge() {
    let router = cors::router(verifier());
    let asked = [
        ORIGIN,
        ("access-control-request-method", "GET"),
        ("access-control-request-headers", "authorization"),
    ];
    for path in ["/me", METADATA] {
        let preflight = send(&router, Method::OPTIONS, path, &asked).await;
        assert_eq!(preflight.status, 200);
        let allowed = preflight.header(ACCESS_CONTROL_ALLOW_HEADERS).unwrap();
        assert!(allowed.contains("authorization"), "{allowed}");
    }
    let metadata = send(&router, Method::GET, METADATA, &[ORIGIN]).await;
    assert_eq!(metadata.status, 200);
    assert_eq!(metadata.headers[ACCESS_CONTROL_ALLOW_ORIGIN], ORIGIN.1);
    for (authorization, status) in calls("notes:read", 200) {
        let headers = [ORIGIN, ("authorization", &authorization)];
        let answer = send(&router, Method::GET, "/me", &headers).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.headers[ACCESS_CONTROL_ALLOW_ORIGIN], ORIGIN.1);
        assert_eq!(
            answer.headers[ACCESS_CONTROL_EXPOSE_HEADERS],
            "www-authenticate"
        );
    }
}

#[tokio::test]
async fn a_router_of_another_crate_is_open_or_guarded() {
    let page = |text: &'static str| axum::routing::get(move || async move { text });
    let dashboard = Router::new()
        .route("/", page("all"))
        .route("/users/{id}", page("one"));
    let metrics = Router::new().route("/", page("counted"));
    let router = others::router(verifier(), dashboard, metrics);
    assert_calls(&router, "/metrics", &[(String::new(), 200)]).await;
    for path in ["/dashboard", "/dashboard/", "/dashboard/users/7"] {
        assert_calls(&router, path, &calls("admin", 200)).await;
    }
    assert_calls(&router, "/dashboard/none", &calls("admin", 404)).await;
    let one = get(
        &router,
        "/dashboard/users/7",
        &bearer("johndoe", &["admin"]),
    )
    .await;
    assert_eq!(one.2, "one");
}

#[tokio::test]
async fn an_openapi_router_keeps_its_document_and_gets_what_is_enforced() {
    let (router, document) = documented::parts(verifier());
    assert_calls(&router, "/version", &[(String::new(), 200)]).await;
    assert_calls(&router, "/me", &calls("notes:read", 200)).await;
    let document: Value = serde_json::to_value(&document).unwrap();
    let paths = &document["paths"];
    assert_eq!(
        paths["/me"]["get"]["security"],
        json!([{ "Account": ["notes:read"] }])
    );
    for status in ["401", "403"] {
        assert!(
            paths["/me"]["get"]["responses"][status].is_object(),
            "{paths}"
        );
    }
    assert!(
        paths["/version"]["get"]["responses"]["200"].is_object(),
        "{paths}"
    );
    assert!(document["components"]["securitySchemes"]["Account"].is_object());
}
