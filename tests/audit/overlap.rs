//! Routers that scopegate does not guard, beside rows that name what they could serve.

use axum::Router;
use axum::routing as open;
use scopegate::routing::{any, get};
use scopegate::{SecureRouter, Verifier};

use crate::audit::app::create_item;

fn listed() -> SecureRouter<Verifier> {
    SecureRouter::new().route("/items/{id}", any(create_item))
}

fn unguarded() -> Router<Verifier> {
    Router::new().route("/items/{id}", open::get(async || "open"))
}

#[test]
#[should_panic(expected = "Overlapping method route. Handler for `GET /items/{id}` already exists")]
fn an_unguarded_route_does_not_take_requests_from_any() {
    let _ = listed().unprotected("/", unguarded()).into_router();
}

#[test]
#[should_panic(expected = "Overlapping method route")]
fn nor_before_any_is_added() {
    let router = SecureRouter::new().unprotected("/", unguarded());
    let _ = router.merge(listed()).audit();
}

#[test]
#[should_panic(expected = "Overlapping method route")]
fn nor_inside_of_nested_routers() {
    let inner = SecureRouter::new().unprotected("/v1", unguarded());
    let outer = SecureRouter::new().route("/api/v1/items/{id}", any(create_item));
    let _ = outer.nest("/api", inner).into_router();
}

#[test]
#[should_panic(expected = "Overlapping method route. Handler for `HEAD /items` already exists")]
fn nor_head_from_get() {
    let head = Router::new().route("/items", open::head(async || ()));
    let router = SecureRouter::<Verifier>::new().route("/items", get(create_item));
    let _ = router.unprotected("/", head).into_router();
}

#[test]
fn other_paths_and_methods_may_be_unguarded() {
    let others = Router::new()
        .route("/items", open::get(async || "open"))
        .route("/items/{id}/parts", open::any(async || "open"))
        .fallback(async || "open");
    let _ = listed().unprotected("/", others).into_router();
    let _ = listed().unprotected("/open", unguarded()).into_router();
    let post = Router::new().route("/items/{id}", open::post(async || "open"));
    let router = SecureRouter::<Verifier>::new().route("/items/{id}", get(create_item));
    let _ = router.unprotected("/", post).into_router();
}
