//! Spans of guards and of verifications.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::routing::get;
use scopegate::{AccessToken, SecureRouter, SecurityScheme, dependency, level, security};
use scopegate_tests::client::{get_as, get_with};
use scopegate_tests::{App, token};
use tracing::field::{Empty, Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{DefaultGuard, set_default};
use tracing::{Event, Instrument, Subscriber, info_span};
use tracing_subscriber::Registry;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

#[derive(SecurityScheme)]
#[oauth2(
    client_credentials(token_url = "token"),
    scopes("items" = "Items.", "more" = "More.", "admin" = "Everything.")
)]
struct OAuth2;

/// Adds a field to its current span, as the guide shows.
#[dependency(depends = OAuth2)]
fn user(token: AccessToken) -> String {
    let name = token.into_claims().sub.unwrap_or_default();
    tracing::Span::current().record("user", &name);
    name
}

#[security(scopes = ["items", "more"], depends = user)]
async fn items(_user: String) {}

#[security(public)]
async fn public() {}

/// The spans that were closed, in their order: `name{field=value,...}`, and the messages inside of them.
#[derive(Clone, Default)]
struct Spans(Arc<Mutex<Vec<String>>>);

#[derive(Default)]
struct Fields(BTreeMap<&'static str, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}

impl<S: Subscriber + for<'s> LookupSpan<'s>> Layer<S> for Spans {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let span = context.span(id).unwrap();
        span.extensions_mut().insert(fields);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let span = context.span(id).unwrap();
        values.record(span.extensions_mut().get_mut::<Fields>().unwrap());
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        if let Some(span) = context.event_span(event) {
            let line = format!("{}: {}", span.name(), fields.0["message"]);
            self.0.lock().unwrap().push(line);
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let span = context.span(&id).unwrap();
        let mut line = span.name().to_owned();
        for (name, value) in &span.extensions().get::<Fields>().unwrap().0 {
            write!(line, " {name}={value}").unwrap();
        }
        self.0.lock().unwrap().push(line);
    }
}

impl Spans {
    /// Records the spans of this level and above, until the guard is dropped.
    fn start(level: LevelFilter) -> (Self, DefaultGuard) {
        let spans = Self::default();
        let subscriber = Registry::default().with(spans.clone().with_filter(level));
        (spans, set_default(subscriber))
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

fn app() -> Router {
    let routes = SecureRouter::new()
        .route("/items", scopegate::routing::get(items))
        .route("/public", scopegate::routing::get(public));
    routes.with_state(App::default()).into_router()
}

#[tokio::test]
async fn a_span_says_how_a_guard_and_a_verification_ended() {
    let app = app();
    let (spans, _recording) = Spans::start(LevelFilter::DEBUG);
    get_with(&app, "/items", &["items", "more"]).await;
    assert_eq!(
        spans.take(),
        [
            "scopegate.verify outcome=verified scheme=OAuth2",
            "scopegate.guard handler=items outcome=admitted",
        ]
    );
    get_with(&app, "/items", &["items"]).await;
    assert_eq!(
        spans.take(),
        [
            "scopegate.verify outcome=verified scheme=OAuth2",
            "scopegate.guard handler=items missing=more outcome=refused reason=insufficient_scope scheme=OAuth2",
        ]
    );
    get_with(&app, "/items", &[]).await;
    assert!(spans.take()[1].contains("missing=items more "));
    for (token, reason) in [
        (None, "missing_credentials"),
        (Some("garbage"), "malformed"),
    ] {
        get_as(&app, "/items", token).await;
        assert_eq!(
            spans.take(),
            [
                format!("scopegate.verify outcome=refused reason={reason} scheme=OAuth2"),
                format!(
                    "scopegate.guard handler=items outcome=refused reason={reason} scheme=OAuth2"
                ),
            ]
        );
    }
    get_as(&app, "/public", None).await;
    assert_eq!(spans.take(), [""; 0]);
}

#[tokio::test]
async fn levels_have_a_span_as_well() {
    let routes = SecureRouter::new()
        .route("/items", scopegate::routing::get(items))
        .requires(level!(scopes = ["admin"], depends = user));
    let within: Router = routes.with_state(App::default()).into_router();
    let layer = level!(scopes = ["admin"], depends = user).into_layer(App::default());
    let around = Router::new().route("/items", get(|| async {})).layer(layer);
    let (spans, _recording) = Spans::start(LevelFilter::DEBUG);
    for app in [within, around] {
        get_with(&app, "/items", &["admin", "items", "more"]).await;
        let closed = spans.take();
        assert_eq!(closed[0], "scopegate.verify outcome=verified scheme=OAuth2");
        let (guards, _): (Vec<_>, Vec<_>) = closed
            .iter()
            .partition(|span| span.starts_with("scopegate.guard handler="));
        assert_eq!(guards.len(), 1, "{closed:?}");
        assert!(guards[0].ends_with(" outcome=admitted"));
        get_with(&app, "/items", &["items", "more"]).await;
        let closed = spans.take();
        let refused = closed.last().unwrap();
        assert!(
            refused.contains(" missing=admin outcome=refused "),
            "{closed:?}"
        );
    }
}

#[tokio::test]
async fn what_verifies_a_token_logs_inside_of_its_span() {
    let verifier = scopegate::Verifier::builder()
        .hs256([7; 32])
        .audience("api");
    let verifier = verifier.build().unwrap();
    let app: Router = Router::new()
        .route("/items", get(items))
        .with_state(verifier);
    let issuer = scopegate::TokenIssuer::hs256([7; 32])
        .unwrap()
        .audience("other");
    let token = issuer.issue("johndoe", ["items"]).unwrap();
    let (spans, _recording) = Spans::start(LevelFilter::DEBUG);
    get_as(&app, "/items", Some(&token)).await;
    assert!(
        spans
            .take()
            .contains(&"scopegate.verify: token refused".to_owned())
    );
}

#[tokio::test]
async fn the_current_span_of_dependencies_is_that_of_the_application() {
    let app = app();
    for level in [LevelFilter::INFO, LevelFilter::DEBUG] {
        let (spans, _recording) = Spans::start(level);
        let span = info_span!("request", user = Empty);
        let request = get_with(&app, "/items", &["items", "more"]);
        request.instrument(span).await;
        let closed = spans.take();
        assert_eq!(
            closed.last().map(String::as_str),
            Some("request user=johndoe")
        );
        let expected = if level == LevelFilter::INFO { 1 } else { 3 };
        assert_eq!(closed.len(), expected);
    }
}

/// No claim, either: not even of a caller whom the application names.
#[tokio::test]
async fn no_span_contains_a_token_or_a_claim() {
    let app = app();
    let (spans, _recording) = Spans::start(LevelFilter::TRACE);
    let own = token(&["items", "secret-scope"]);
    for token in [own.as_str(), "not-a-token"] {
        get_as(&app, "/items", Some(token)).await;
        let text = spans.take().join("\n");
        assert!(text.contains("scopegate.guard"));
        let signature = token.rsplit('.').next().unwrap();
        for secret in [token, signature, "johndoe", "secret-scope"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}
