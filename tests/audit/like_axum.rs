//! A `SecureRouter` answers like axum's `Router` with the same handlers.

use std::sync::mpsc;
use std::{panic, thread};

use axum::Router;
use axum::http::HeaderValue;
use axum::middleware::map_response;
use axum::response::Response;
use scopegate::{SecureRouter, Verifier};
use scopegate_tests::{token, verifier};

use crate::audit::app::{
    answer, create_item, health, item, job_status, list_items, nothing_here, routes, run_job,
};

const METHODS: [&str; 9] = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND",
];

/// Defines the same router of both kinds.
macro_rules! both {
    (|$router:ident, $routing:ident| $body:expr) => {{
        let ours: Router = {
            use scopegate::routing as $routing;
            let $router = SecureRouter::<Verifier>::new;
            $body.with_state(verifier()).into_router()
        };
        let axums: Router = {
            use axum::routing as $routing;
            let $router = Router::<Verifier>::new;
            $body.with_state(verifier())
        };
        [ours, axums]
    }};
}

/// Compares what both answer to every method on these paths, with and without a token.
async fn assert_same([ours, axums]: [Router; 2], paths: &[&str]) {
    let good = token(&["me", "items", "items:write", "jobs:run"]);
    for path in paths {
        for method in METHODS {
            for token in [None, Some("x"), Some(good.as_str())] {
                let expected = answer(&axums, method, path, token).await;
                let actual = answer(&ours, method, path, token).await;
                assert_eq!(actual, expected, "{method} {path} {token:?}");
            }
        }
    }
}

#[tokio::test]
async fn unknown_paths_and_methods_answer_the_same() {
    let apps = both!(|new, routing| {
        new()
            .route("/health", routing::get(health))
            .route("/items", routing::get(list_items).post(create_item))
            .route("/items/{id}", routing::any(item))
            .route("/head", routing::get(health).head(list_items))
            .route("/head/first", routing::head(health).get(list_items))
            .route(
                "/head/last",
                routing::post(create_item).get(health).head(list_items),
            )
    });
    let paths = [
        "/",
        "/health",
        "/health/",
        "/items",
        "/items/1",
        "/items/x",
        "/ITEMS",
        "/head",
        "/head/first",
        "/head/last",
    ];
    assert_same(apps, &paths).await;
}

#[tokio::test]
async fn fallbacks_answer_the_same() {
    let apps = both!(|new, routing| {
        let inner = new()
            .route("/", routing::get(job_status))
            .fallback(list_items);
        new()
            .route("/health", routing::get(health))
            .nest("/jobs", inner)
            .fallback(nothing_here)
            .method_not_allowed_fallback(list_items)
    });
    assert_same(apps, &["/", "/x", "/health", "/jobs", "/jobs/", "/jobs/x"]).await;
}

#[tokio::test]
async fn nested_and_merged_routers_answer_the_same() {
    let apps = both!(|new, routing| {
        let jobs = new()
            .route("/", routing::get(job_status))
            .route("/{*job}", routing::post(run_job));
        let items = new().route("/items", routing::put(create_item));
        new()
            .route("/items/{id}", routing::delete(item).head(health))
            .nest("/jobs", jobs)
            .nest("/v1/", items.clone())
            .merge(items)
    });
    let paths = [
        "/items",
        "/items/1",
        "/jobs",
        "/jobs/",
        "/jobs/a/b",
        "/v1/items",
        "/v1",
    ];
    assert_same(apps, &paths).await;
}

#[tokio::test]
async fn layers_wrap_the_same() {
    let mark = |name: &'static str| {
        map_response(move |mut response: Response| async move {
            response
                .headers_mut()
                .append("x-layer", HeaderValue::from_static(name));
            response
        })
    };
    let apps = both!(|new, routing| {
        let methods = routing::get(health).layer(mark("methods"));
        new()
            .route("/health", methods.post(health).route_layer(mark("method")))
            .route_layer(mark("route"))
            .route("/items", routing::get(list_items))
            .layer(mark("router"))
            .route("/late", routing::get(health))
    });
    assert_same(apps, &["/health", "/items", "/late", "/x"]).await;
}

#[tokio::test]
async fn head_and_options_are_no_more_open_than_get() {
    let app: Router = routes().with_state(verifier()).into();
    for path in ["/items", "/items/1", "/archive/1", "/jobs"] {
        for token in [None, Some(token(&[])), Some(token(&["jobs:none"]))] {
            let get = answer(&app, "GET", path, token.as_deref()).await;
            let head = answer(&app, "HEAD", path, token.as_deref()).await;
            assert_eq!(get[..3], head[..3], "{path}");
            let options = answer(&app, "OPTIONS", path, token.as_deref()).await;
            assert!(
                options.starts_with("405") || options[..3] == get[..3],
                "{path} {options}"
            );
        }
    }
}

#[tokio::test]
async fn it_serves_as_an_axum_router() {
    let app = Router::from(routes().with_state(verifier()));
    let health = answer(&app, "GET", "/health", None).await;
    assert!(
        health.starts_with("200") && health.ends_with("\"ok\""),
        "{health}"
    );
    let logo = answer(&app, "GET", "/static/logo.svg", None).await;
    assert!(logo.starts_with("200"), "{logo}");
    let items = answer(&app, "GET", "/items", Some(&token(&["items", "me"]))).await;
    assert!(items.ends_with("\"items of johndoe\""), "{items}");
    let missing = answer(&app, "GET", "/nowhere", None).await;
    assert!(
        missing.starts_with("404") && missing.ends_with("\"nothing here\""),
        "{missing}"
    );
}

/// axum would name a line of its own, or of ours.
#[test]
fn a_route_that_cannot_be_added_panics_at_the_line_that_adds_it() {
    let adding: [fn() -> SecureRouter<Verifier>; 4] = [
        || SecureRouter::new().route("health", scopegate::routing::get(health)),
        || {
            let get = scopegate::routing::get(health);
            SecureRouter::new()
                .route("/health", get.clone())
                .route("/health", get)
        },
        || {
            let router = SecureRouter::new().route("/health", scopegate::routing::get(health));
            router.clone().merge(router)
        },
        || SecureRouter::new().route("/health", scopegate::routing::get(health).get(health)),
    ];
    for add in adding {
        let (sent, files) = mpsc::channel();
        let own = thread::current().id();
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().id() != own {
                return others(info);
            }
            let file = info.location().map(|location| location.file().to_owned());
            sent.send(file.unwrap_or_default()).unwrap();
        }));
        let added = panic::catch_unwind(add);
        drop(panic::take_hook());
        assert!(added.is_err());
        let file = files.recv().unwrap();
        assert!(file.ends_with("like_axum.rs"), "{file}");
    }
}
