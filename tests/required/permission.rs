//! Functions that decide about objects.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use scopegate::profile::FastApi;
use scopegate::routing::get;
use scopegate::testing::{Attempt, Coverage, TestTokens};
use scopegate::{
    AccessToken, DenialReason, NotPermitted, Reject, SecureRouter, SecurityScheme, Verifier,
    dependency, routes, security,
};
use scopegate_tests::client::{Answer, get_as};
use scopegate_tests::{App, Journal, SECRET, token_of};
use serde_json::json;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("notes" = "Notes."))]
struct OAuth2;

#[dependency(depends = OAuth2)]
fn user(token: AccessToken) -> String {
    token.into_claims().sub.unwrap_or_default()
}

/// The note 1 is johndoe's, all others are alice's.
fn owner(note: u32) -> &'static str {
    if note == 1 { "johndoe" } else { "alice" }
}

#[dependency(depends = user, permission = "note:owner", not_found)]
fn own_note(user: String, Path(note): Path<u32>) -> Result<u32, NotPermitted> {
    (owner(note) == user).then_some(note).ok_or(NotPermitted)
}

#[utoipa::path(get, path = "/hidden/{id}", params(("id" = u32, Path)))]
#[security(scopes = ["notes"], depends = own_note)]
async fn hidden(note: u32) -> String {
    note.to_string()
}

/// With an error type of its own.
enum Refused {
    NotPermitted,
    Gone,
}

impl From<NotPermitted> for Refused {
    fn from(NotPermitted: NotPermitted) -> Self {
        Self::NotPermitted
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Self::NotPermitted => NotPermitted.response(),
            Self::Gone => StatusCode::GONE.into_response(),
        }
    }
}

#[dependency(depends = user, permission = "note:reader")]
async fn readable_note(user: String, Path(note): Path<u32>) -> Result<u32, Refused> {
    if note == 9 {
        return Err(Refused::Gone);
    }
    if owner(note) == user {
        Ok(note)
    } else {
        Err(NotPermitted.into())
    }
}

#[utoipa::path(get, path = "/known/{id}", params(("id" = u32, Path)))]
#[security(scopes = ["notes"], depends = readable_note)]
async fn known(note: u32) -> String {
    note.to_string()
}

#[security(scopes = ["notes"], depends = own_note, rejection = FastApi)]
async fn like_fastapi(_note: u32) {}

enum Teapot {}

impl Reject for Teapot {
    fn reject(denial: &scopegate::Denial) -> Response {
        (denial.status(), denial.reason().as_str()).into_response()
    }
}

#[security(depends = readable_note, rejection = Teapot)]
async fn with_rejection(_note: u32) {}

/// Decides wrongly: everybody may.
#[dependency(depends = user, permission = "note:anybody")]
fn anybody(_user: String) -> Result<(), NotPermitted> {
    Ok(())
}

#[security(depends = anybody)]
async fn open((): ()) {}

fn notes() -> SecureRouter<App> {
    SecureRouter::new()
        .route("/hidden/{id}", get(hidden))
        .route("/known/{id}", get(known))
        .route("/fastapi/{id}", get(like_fastapi))
        .route("/rejection/{id}", get(with_rejection))
}

async fn call(path: &str, user: &str) -> Answer {
    let app = notes().with_state(App::default());
    get_as(app, path, Some(&token_of(user, &["notes"]))).await
}

#[tokio::test]
async fn a_foreign_object_is_refused_as_declared() {
    assert_eq!(call("/hidden/1", "johndoe").await.status, 200);
    let hidden = call("/hidden/1", "alice").await;
    assert_eq!(hidden.reason(), Some(DenialReason::NotFound));
    let body = r#"{"error":"not_found","error_description":"There is no such object"}"#;
    assert_eq!(hidden.summary(), (404, String::new(), body.to_owned()));
    let known = call("/known/1", "alice").await;
    assert_eq!(known.reason(), Some(DenialReason::Forbidden));
    let body = r#"{"error":"access_denied","error_description":"The caller may not do this"}"#;
    assert_eq!(known.summary(), (403, String::new(), body.to_owned()));
}

#[tokio::test]
async fn the_form_is_that_of_the_handler() {
    let fastapi = call("/fastapi/1", "alice").await;
    assert_eq!(
        (fastapi.status, &*fastapi.body),
        (404, r#"{"detail":"Not Found"}"#)
    );
    let own = call("/rejection/1", "alice").await;
    assert_eq!((own.status, &*own.body), (403, "forbidden"));
    assert_eq!(
        call("/known/9", "alice").await.status,
        410,
        "an error of another kind"
    );
}

#[tokio::test]
async fn a_missing_scope_is_reported_before() {
    let app = notes().with_state(App::default());
    let answer = get_as(app, "/hidden/1", Some(&token_of("alice", &[]))).await;
    assert_eq!(answer.reason(), Some(DenialReason::InsufficientScope));
}

#[test]
fn audit_and_document_name_the_permission() {
    let rules: Vec<_> = notes()
        .audit()
        .routes
        .iter()
        .map(scopegate::audit::Route::rule)
        .collect();
    let own = "OAuth2[notes] via required::permission::own_note(note:owner or 404)";
    let readable = "via required::permission::readable_note(note:reader)";
    let expected = [
        own.to_owned(),
        own.to_owned(),
        format!("OAuth2[notes] {readable}"),
        format!("OAuth2 {readable}"),
    ];
    assert_eq!(rules, expected);
    let document = SecureRouter::<Verifier>::new()
        .routes(routes!(hidden, known))
        .openapi();
    let document = serde_json::to_value(document).unwrap();
    for (path, permission, status, text) in [
        (
            "/hidden/{id}",
            "note:owner",
            "404",
            "There is no such object, or the caller may not access it.",
        ),
        (
            "/known/{id}",
            "note:reader",
            "403",
            "The access token lacks a required scope.",
        ),
    ] {
        let operation = &document["paths"][path]["get"];
        let description = format!("Requires the permission `{permission}`");
        assert_eq!(operation["description"], json!(description));
        assert_eq!(operation["responses"][status]["description"], json!(text));
    }
}

/// A token that is accepted by one scheme, whose function forbids its subject.
#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), cookie = "token")]
struct Cookie;

#[dependency(depends = OAuth2)]
fn banned(token: AccessToken) -> Result<(), scopegate::Denial> {
    Err(token.forbid())
}

#[dependency(depends = Cookie)]
fn by_cookie(_token: AccessToken) {}

#[security(depends = any(banned, by_cookie))]
async fn either((): ()) {}

#[tokio::test]
async fn nothing_is_offered_to_who_may_not() {
    let app = SecureRouter::new().route("/either", get(either));
    let app = app.with_state(App::default());
    let answer = get_as(app, "/either", Some(&token_of("johndoe", &[]))).await;
    assert_eq!(
        (answer.status, answer.joined_challenges()),
        (403, String::new())
    );
}

#[security(scopes = ["notes"], depends = own_of_store)]
async fn delete_note(note: u32, State(journal): State<Journal>) {
    journal.note(note.to_string());
}

/// A note that was deleted is gone.
#[dependency(depends = user, permission = "note:owner", not_found)]
fn own_of_store(
    user: String,
    Path(note): Path<u32>,
    State(journal): State<Journal>,
) -> Result<u32, NotPermitted> {
    let deleted = journal.take();
    let is_there = !deleted.contains(&note.to_string());
    for note in deleted {
        journal.note(note);
    }
    (is_there && owner(note) == user)
        .then_some(note)
        .ok_or(NotPermitted)
}

#[security(scopes = ["notes"], depends = own_of_store)]
async fn read_note(_note: u32) {}

#[tokio::test]
async fn coverage_deletes_an_object_after_all_other_calls() {
    let tokens = TestTokens::with_secret(SECRET);
    let app = SecureRouter::new()
        .route("/notes/{id}", scopegate::routing::delete(delete_note))
        .route("/notes/{id}/text", get(read_note))
        .with_state(App::default());
    let coverage = Coverage::new(|scopes| tokens.token().scopes(scopes).issue());
    let report = coverage.foreign("id", "2").check(app).await.unwrap();
    assert_eq!(
        report.protected,
        ["DELETE /notes/{id}", "GET /notes/{id}/text"]
    );
}

#[tokio::test]
async fn coverage_tries_an_object_of_somebody_else() {
    let tokens = TestTokens::with_secret(SECRET);
    let coverage = || Coverage::new(|scopes| tokens.token().scopes(scopes).issue());
    let all = notes().with_state(App::default());
    let report = coverage().check(all.clone()).await.unwrap();
    assert_eq!(report.only_own_objects.len(), 4);
    let report = coverage().foreign("id", "2").check(all).await.unwrap();
    assert_eq!(report.only_own_objects, [""; 0]);
    let wrong = SecureRouter::new()
        .route("/open/{id}", get(open))
        .with_state(App::default());
    let error = coverage()
        .foreign("id", "2")
        .check(wrong)
        .await
        .unwrap_err();
    let [failure] = error.failures.as_slice() else {
        panic!("{error}");
    };
    assert!(matches!(failure.attempt, Attempt::ForeignObject { .. }));
    assert!(error.to_string().contains("NotPermitted"), "{error}");
}
