use axum::http::Method;

use super::account::Notes;
use super::{assert_calls, calls, notes};
use crate::{bearer, verifier};

mod recipe {
    use crate::application::account::*;

    example!("axum_delete_note");

    #[derive(Clone, axum::extract::FromRef)]
    pub(super) struct App {
        pub(super) notes: Notes,
        pub(super) verifier: scopegate::Verifier,
    }

    pub(super) fn routes() -> scopegate::SecureRouter<App> {
        let route = scopegate::routing::get(read_note).delete(delete_note);
        scopegate::SecureRouter::new().route("/notes/{id}", route)
    }
}

fn router(notes: Notes) -> axum::Router {
    let verifier = verifier();
    recipe::routes()
        .with_state(recipe::App { notes, verifier })
        .into_router()
}

#[tokio::test]
async fn only_the_owner_reads_a_note_and_others_cannot_tell_that_it_exists() {
    let router = router(notes());
    assert_calls(&router, "/notes/1", &calls("notes:read", 200)).await;
    for path in ["/notes/2", "/notes/9"] {
        assert_calls(&router, path, &calls("notes:read", 404)).await;
    }
}

#[tokio::test]
async fn only_the_owner_deletes_a_note() {
    let notes = notes();
    let router = router(notes.clone());
    for (id, name, scope, status, is_left) in [
        (1, "johndoe", "notes:read", 403, true),
        (1, "alice", "notes:write", 404, true),
        (1, "johndoe", "notes:write", 200, false),
    ] {
        let path = format!("/notes/{id}");
        let authorization = bearer(name, &[scope]);
        let headers = [("authorization", authorization.as_str())];
        let answer = crate::send(&router, Method::DELETE, &path, &headers);
        assert_eq!(answer.await.status, status);
        assert_eq!(notes.find(id).await.is_some(), is_left);
    }
}

#[test]
fn the_audit_shows_who_may_refuse() {
    let rule = recipe::routes().audit().routes[0].rule();
    let shown = rule
        .replace("docs::", "")
        .replace("application::objects::recipe::", "");
    let shown = shown.replace("application::account::", "");
    let guide = include_str!("../../../runtime/docs/guide/axum.md");
    assert!(guide.contains(&format!("`{shown}`")), "{shown}");
}
