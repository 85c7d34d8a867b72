//! Random routers, with a document written by hand: each operation has what is required of a request to it.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::http::header::WWW_AUTHENTICATE;
use axum::routing as open;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use scopegate::routing::{any as of_any, get, post};
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, security};
use serde_json::{Value, json};
use tokio::runtime::Builder;
use tower::ServiceExt;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{HttpMethod, OpenApi, OpenApiBuilder, PathItem, PathsBuilder};

use crate::openapi::document;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("a" = "A.", "b" = "B.", "c" = "C."))]
struct Users;

#[security(scopes = ["a"], depends = Users)]
async fn a(_: AccessToken) {}

#[security(scopes = ["b"], depends = Users)]
async fn b(_: AccessToken) {}

#[security(scopes = ["c"], depends = Users)]
async fn c(_: AccessToken) {}

#[security(public)]
async fn public() {}

type App = SecureRouter<Verifier>;

/// Of routers, none of which axum refuses beside another.
const ROUTES: [&str; 6] = ["/x", "/x/y", "/x/{id}", "/{one}/y", "/{one}", "/n/{*rest}"];

/// Of a document, with a path of a request to it.
const WRITTEN: [(&str, &str); 7] = [
    ("/x", "/x"),
    ("/x/y", "/x/y"),
    ("/x/{name}", "/x/1"),
    ("/{name}/y", "/1/y"),
    ("/{name}", "/1"),
    ("/n/deep/{name}", "/n/deep/1"),
    ("/elsewhere/deep/{name}", "/elsewhere/deep/1"),
];

/// What one of the paths has: a handler, and which methods it serves.
fn route() -> impl Strategy<Value = (u8, &'static str)> {
    (0..4_u8, select(vec!["GET", "POST", "ANY"]))
}

fn with_route(app: App, path: &str, (handler, method): (u8, &str)) -> App {
    macro_rules! by {
        ($handler:ident) => {
            match method {
                "GET" => app.route(path, get($handler)),
                "POST" => app.route(path, post($handler)),
                _ => app.route(path, of_any($handler)),
            }
        };
    }
    match handler {
        0 => by!(a),
        1 => by!(b),
        2 => by!(c),
        _ => by!(public),
    }
}

/// A document in which everything is public.
fn written() -> OpenApi {
    let paths = WRITTEN
        .iter()
        .fold(PathsBuilder::new(), |paths, (path, _)| {
            let mut item = PathItem::default();
            for method in [HttpMethod::Get, HttpMethod::Post] {
                let mut operation = Operation::new();
                operation.security = Some(Vec::new());
                item.merge_operations(PathItem::new(method, operation));
            }
            paths.path(*path, item)
        });
    OpenApiBuilder::new().paths(paths.build()).build()
}

/// The scope that a request without a token is told to have. None if it is not refused.
fn asked(app: App, method: &str, path: &str) -> Option<String> {
    let verifier = Verifier::hs256("a secret of at least thirty-two bytes").unwrap();
    let request = Request::builder().method(method).uri(path);
    let service = app.with_state::<()>(verifier).into_router();
    let runtime = Builder::new_current_thread().build().unwrap();
    let request = request.body(Body::empty()).unwrap();
    let response = runtime.block_on(service.oneshot(request)).unwrap();
    let challenge = response.headers().get(WWW_AUTHENTICATE)?.to_str().unwrap();
    let (_, scope) = challenge.split_once("scope=\"").unwrap();
    Some(scope.split('"').next().unwrap().to_owned())
}

proptest! {
    #[test]
    fn a_document_written_by_hand_says_what_is_enforced(
        paths in subsequence(ROUTES.to_vec(), 0..=ROUTES.len()),
        routes in proptest::array::uniform6(route()),
        is_nested in any::<bool>(),
        fallback in proptest::option::of(0..2_u8),
        is_open in any::<bool>(),
    ) {
        let chosen: BTreeMap<_, _> = paths.into_iter().zip(routes).collect();
        let (parts, whole): (Vec<_>, Vec<_>) = chosen
            .into_iter()
            .partition(|(path, _)| is_nested && path.starts_with("/x/"));
        let mut app = App::new().with_openapi(written());
        for (path, route) in whole {
            app = with_route(app, path, route);
        }
        let part = parts.into_iter().fold(App::new(), |part, (path, route)| {
            with_route(part, path.strip_prefix("/x").unwrap(), route)
        });
        app = app.nest("/x", part);
        app = match fallback {
            Some(0) => app.fallback(a),
            Some(_) => app.fallback(c),
            None => app,
        };
        if is_open {
            app = app.unprotected("/open", Router::new().route("/", open::get(async || "open")));
        }
        let document = document(&app);
        for (path, requested) in WRITTEN {
            for method in ["GET", "POST"] {
                let said = &document["paths"][path][method.to_lowercase()]["security"];
                let expected: Value = match asked(app.clone(), method, requested) {
                    Some(scope) => json!([{ "Users": [scope] }]),
                    None => json!([]),
                };
                prop_assert!(
                    *said == expected || (expected == json!([]) && said.is_null()),
                    "{method} {path}: {said} is documented, and {expected} enforced by\n{}", app.audit()
                );
            }
        }
    }
}
