//! Events and counters of requests that are refused.

use std::time::Duration;

use axum::Router;
use metrics::set_default_local_recorder;
use scopegate::metrics::{CountDenials, Event, Facade, FetchKind, Metrics};
use scopegate::provider::Introspection;
use scopegate::testing::TestProvider;
use scopegate_tests::client::{get_as, get_with};
use scopegate_tests::{App, token};

use crate::recorder::{Counted, Events};
use crate::required::service::routes;

fn app(metrics: impl Metrics) -> Router {
    let router = routes().with_state(App::default()).into_router();
    router.layer(CountDenials::new(metrics))
}

#[tokio::test]
async fn a_refused_request_is_counted_with_each_scope_that_is_missing() {
    let events = Events::default();
    let app = app(events.clone());
    let denied = |reason, handler| Event::denied(reason, "OAuth2", handler);
    let lacked = |scope| Event::lacked(scope, "OAuth2");
    for (path, scopes, expected) in [
        (
            "/items/1000",
            &[][..],
            vec![denied("insufficient_scope", "read_item"), lacked("items")],
        ),
        (
            "/items/7",
            &["items"],
            vec![denied("insufficient_scope", "read_item"), lacked("archive")],
        ),
        ("/items/7", &["items", "archive"], vec![]),
        ("/items/1000", &["items"], vec![]),
    ] {
        get_with(&app, path, scopes).await;
        assert_eq!(events.take(), expected, "{path} {scopes:?}");
    }
    get_as(&app, "/items/7", None).await;
    assert_eq!(events.take(), [denied("missing_credentials", "read_item")]);
    get_as(&app, "/items/7", Some("garbage")).await;
    assert_eq!(events.take(), [denied("malformed", "read_item")]);
    get_as(&app, "/nowhere", None).await;
    assert_eq!(events.take(), []);
}

/// Else each tenant would be a time series.
#[tokio::test]
async fn clients_cannot_invent_values_of_labels() {
    let counted = Counted::default();
    let _recording = set_default_local_recorder(&counted);
    let app = app(Facade::new());
    for id in ["1", "2", "odd", "a%2Fb", "%7Bid%7D"] {
        let own = token(&["invented", id]);
        for path in [format!("/tenants/{id}"), format!("/repositories/{id}/b")] {
            get_as(&app, &path, Some(&own)).await;
        }
    }
    let allowed = ["tenant:{id}", "{org}/{repo}:write", "insufficient_scope"];
    let counted = counted.take();
    for (key, _) in &counted {
        assert!(
            allowed
                .iter()
                .any(|value| key.contains(&format!("={value}"))),
            "{key}"
        );
    }
    // One for each reason and handler, and one for each scope.
    assert_eq!(counted.len(), 4, "{counted:#?}");
}

#[tokio::test(start_paused = true)]
async fn the_facade_counts_all_events_under_their_names() {
    let counted = Counted::default();
    let _recording = set_default_local_recorder(&counted);
    let issuer = TestProvider::new("https://issuer.example");
    let verifier = issuer
        .verifier_builder()
        .introspect(
            Introspection::client_secret_basic("api", "secret").cache_for(Duration::from_secs(60)),
        )
        .audience("api")
        .metrics(Facade::new())
        .build()
        .unwrap();
    let opaque = issuer.opaque(&issuer.token().audience("api"));
    for _ in 0..2 {
        assert!(verifier.verify(&opaque).await.is_ok());
    }
    assert!(verifier.verify("unknown").await.is_err());
    assert_eq!(
        counted.take(),
        [
            ("scopegate_introspection_cache_total{outcome=hit}", 1),
            ("scopegate_introspection_cache_total{outcome=miss}", 2),
            (
                "scopegate_provider_request_duration_seconds{kind=metadata,outcome=ok}",
                1
            ),
            (
                "scopegate_provider_request_duration_seconds{kind=token,outcome=ok}",
                2
            ),
            ("scopegate_tokens_total{outcome=inactive}", 1),
            ("scopegate_tokens_total{outcome=verified}", 2),
        ]
        .map(|(key, count)| (key.to_owned(), count))
    );
    get_with(app(Facade::new()), "/items/1000", &[]).await;
    assert_eq!(
        counted.take(),
        [
            "scopegate_denials_total{reason=insufficient_scope,scheme=OAuth2,handler=read_item}",
            "scopegate_missing_scopes_total{scope=items,scheme=OAuth2}",
        ]
        .map(|key| (key.to_owned(), 1))
    );
    Facade::new().record(Event::fetched(
        FetchKind::Keys,
        None,
        Duration::from_secs(5),
    ));
    assert_eq!(counted.take().len(), 1);
}
