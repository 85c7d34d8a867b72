use std::collections::BTreeMap;

use axum::Router;
use axum::http::Method;

use crate::{assert_statuses, bearer, get, send, verifier};

#[path = "../../../runtime/examples/axum_application.rs"]
mod example;

use example::{AppState, Note};

fn app() -> Router {
    let note = |owner: &str, text: &str| Note {
        owner: owner.to_owned(),
        text: text.to_owned(),
    };
    let notes = [(1, note("johndoe", "tea")), (2, note("alice", "milk"))];
    example::app(AppState::new(verifier(), BTreeMap::from(notes)))
}

#[tokio::test]
async fn notes_are_for_their_owners_and_the_rest_is_as_it_was() {
    let app = app();
    let (read, write) = (
        bearer("johndoe", &["notes:read"]),
        bearer("johndoe", &["notes:write"]),
    );
    let (none, alice) = (bearer("johndoe", &[]), bearer("alice", &["notes:write"]));
    assert_statuses(&app, "/health", &[("", 200)]).await;
    let calls = [
        ("", 401),
        ("Bearer x", 401),
        (&*none, 403),
        (&*read, 200),
        (&*write, 200),
    ];
    assert_statuses(&app, "/notes", &calls).await;
    let calls = [("", 401), (&*none, 403), (&*alice, 404), (&*read, 200)];
    assert_statuses(&app, "/notes/1", &calls).await;
    assert_eq!(get(&app, "/notes", &read).await.2, "[1]");
    for (authorization, status) in [
        ("", 401),
        (&*read, 403),
        (&*alice, 404),
        (&*write, 200),
        (&*write, 404),
    ] {
        let headers = [("authorization", authorization)];
        let answer = send(&app, Method::DELETE, "/notes/1", &headers).await;
        assert_eq!(answer.status, status, "{answer:?}");
    }
}
