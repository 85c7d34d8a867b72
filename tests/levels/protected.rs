//! Services that cannot have an attribute, inside of a level.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Path;
use axum::http::{Method, Request, Response};
use axum::routing::{get as axum_get, post as axum_post};
use scopegate::routing::get;
use scopegate::testing::{Coverage, TestTokens};
use scopegate::{SecureRouter, level};
use scopegate_tests::{App, SECRET, bearer, client};
use tower::{Layer, Service, ServiceExt};
use tower_http::services::ServeDir;

use super::service::{items, send, user, visitor};

/// A router of another crate, with parameters and a fallback of its own.
fn dashboard() -> Router {
    Router::new()
        .route("/", axum_get(async || "index"))
        .route(
            "/users/{id}",
            axum_get(async |Path(id): Path<u32>| format!("user {id}")),
        )
        .route("/echo", axum_post(async |body: String| body))
}

fn routes() -> SecureRouter<App> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/levels");
    SecureRouter::new()
        .route("/items", get(items))
        .protected(
            "/dashboard",
            level!(scopes = ["admin"], depends = user),
            dashboard(),
        )
        .protected(
            "/files",
            level!(scopes = ["staff"], depends = user),
            ServeDir::new(folder),
        )
}

fn app() -> Router {
    routes().with_state(App::default()).into_router()
}

#[tokio::test]
async fn a_service_is_reached_with_the_scopes_of_its_level_only() {
    let challenge = r#"Bearer realm="r", error="insufficient_scope", scope="admin""#;
    for path in [
        "/dashboard",
        "/dashboard/",
        "/dashboard/users/7",
        "/dashboard/none",
    ] {
        let found = if path.ends_with("none") { 404 } else { 200 };
        assert_eq!(send(&app(), path, &[], None).await.0, 401, "{path}");
        assert_eq!(
            send(&app(), path, &["staff"], None).await,
            (403, challenge.to_owned()),
            "{path}"
        );
        assert_eq!(
            send(&app(), path, &["admin"], None).await.0,
            found,
            "{path}"
        );
    }
    for (scopes, status) in [(&["admin"][..], 403), (&["staff"], 200)] {
        assert_eq!(send(&app(), "/files/mod.rs", scopes, None).await.0, status);
    }
}

#[tokio::test]
async fn the_service_sees_its_own_path_parameters_and_body() {
    let answer = client::get_with(&app(), "/dashboard/users/7", &["admin"]).await;
    assert_eq!(answer.body, "user 7");
    let headers = [("authorization", bearer(&["admin"]))];
    let request = client::request(Method::POST, "/dashboard/echo", &headers);
    let answer = client::send(app(), request.map(|_| Body::from("hello"))).await;
    assert_eq!((answer.status, &*answer.body), (200, "hello"));
}

#[tokio::test]
async fn paths_that_look_different_do_not_bypass_the_level() {
    for path in [
        "/dashboard//users/7",
        "/dashboard/users/7/",
        "/dashboard/%75sers/7",
        "/dashboard/../dashboard/users/7",
        "/dashboard?/items",
        "/files/../levels/mod.rs",
        "/files/%2e%2e/Cargo.toml",
    ] {
        for method in [Method::GET, Method::HEAD, Method::OPTIONS, Method::POST] {
            let request = client::request::<&str, &str>(method, path, &[]);
            assert_eq!(client::send(app(), request).await.status, 401, "{path}");
        }
    }
    // Not below the path.
    assert_eq!(send(&app(), "/dashboards", &[], None).await.0, 404);
}

#[tokio::test]
async fn outer_levels_are_merged() {
    let outer = SecureRouter::new()
        .requires(level!(scopes = ["me"], depends = user))
        .nest("/v1", routes());
    let rules: Vec<_> = outer
        .audit()
        .routes
        .iter()
        .map(|route| format!("{} {} {}", route.method, route.path, route.rule()))
        .collect();
    let expected = [
        "ANY /v1/dashboard/* OAuth2[me admin]",
        "ANY /v1/files/* OAuth2[me staff]",
        "GET /v1/items OAuth2[me items]",
    ];
    assert_eq!(rules, expected);
    let app = outer.with_state(App::default()).into_router();
    for (scopes, status) in [
        (&["admin"][..], 403),
        (&["me"], 403),
        (&["me", "admin"], 200),
    ] {
        assert_eq!(
            send(&app, "/v1/dashboard/users/7", scopes, None).await.0,
            status
        );
    }
}

#[test]
#[should_panic(expected = "a service for all paths would be a fallback")]
fn a_service_has_a_path() {
    drop(SecureRouter::<App>::new().protected("/", level!(depends = user), dashboard()));
}

/// axum drops the fallback of a router that is nested twice: what is listed is what is served.
#[tokio::test]
async fn a_fallback_that_axum_drops_is_not_listed() {
    let inner = SecureRouter::new()
        .route("/items", get(items))
        .fallback(visitor);
    let middle = SecureRouter::new().nest("/b", inner);
    let paths = |router: &SecureRouter<App>| -> Vec<_> {
        let audit = router.audit();
        audit.routes.into_iter().map(|route| route.path).collect()
    };
    assert_eq!(paths(&middle), ["/b/*", "/b/items"]);
    let outer = SecureRouter::new().nest("/a", middle.clone());
    assert_eq!(paths(&outer), ["/a/b/items"]);
    let app = outer.with_state(App::default()).into_router();
    assert_eq!(send(&app, "/a/b/none", &[], None).await.0, 404);
    // A fallback between them keeps it.
    let outer = SecureRouter::new().nest("/a", middle.fallback(visitor));
    assert_eq!(paths(&outer), ["/a/*", "/a/b/*", "/a/b/items"]);
    let app = outer.with_state(App::default()).into_router();
    assert_eq!(send(&app, "/a/b/none", &[], None).await.0, 200);
}

#[test]
fn the_audit_and_the_graph_name_the_service() {
    let audit = routes().audit();
    let handlers: Vec<_> = audit
        .routes
        .iter()
        .map(|route| route.handler.as_ref().unwrap().to_string())
        .collect();
    let expected = [
        "axum::routing::Router",
        "tower_http::services::fs::serve_dir::ServeDir",
        "service::levels::service::items",
    ];
    assert_eq!(handlers, expected);
    assert_eq!(audit.routes[0].handler.as_ref().unwrap().file, file!());
    assert_eq!(audit.routes[0].levels[0].name, "user");
    let graph = audit.to_mermaid();
    assert!(graph.contains("[\"axum::routing::Router\"]"), "{graph}");
}

#[tokio::test]
async fn coverage_calls_the_service_without_its_scope() {
    let tokens = TestTokens::with_secret(SECRET);
    let report = Coverage::new(|scopes| tokens.token().scopes(scopes).issue())
        .check(routes().with_state(App::default()))
        .await
        .unwrap();
    let expected = ["ANY /dashboard/*", "ANY /files/*", "GET /items"];
    assert_eq!(report.protected, expected);
}

/// A service without axum: other bodies, and a permit that only `poll_ready` gives.
struct Counting {
    called: Arc<AtomicU32>,
    is_ready: bool,
}

impl Clone for Counting {
    fn clone(&self) -> Self {
        Self {
            called: Arc::clone(&self.called),
            is_ready: false,
        }
    }
}

impl Service<Request<String>> for Counting {
    type Response = Response<String>;
    type Error = Infallible;
    type Future = Ready<Result<Response<String>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.is_ready = true;
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<String>) -> Self::Future {
        assert!(self.is_ready, "called before it was ready");
        self.called.fetch_add(1, Ordering::Relaxed);
        ready(Ok(Response::new(request.into_body())))
    }
}

#[tokio::test]
async fn a_layer_guards_any_service() {
    let called = Arc::new(AtomicU32::new(0));
    let service = Counting {
        called: Arc::clone(&called),
        is_ready: false,
    };
    let layer = level!(scopes = ["admin"], depends = user).into_layer(App::default());
    let service = layer.layer(service);
    for (scopes, status, calls) in [(&[][..], 401, 0), (&["me"], 403, 0), (&["admin"], 200, 1)] {
        let mut request = Request::new("hello".to_owned());
        if !scopes.is_empty() {
            let value = bearer(scopes).parse().unwrap();
            request.headers_mut().insert("authorization", value);
        }
        let response = service.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(called.load(Ordering::Relaxed), calls);
        let body = to_bytes(response.into_body(), 1024).await.unwrap();
        assert_eq!(body == "hello", status == 200);
    }
}
