use std::time::Duration;

use axum::http::Method;
use scopegate::testing::{TestToken, TestTokens};
use scopegate_tests::SECRET;

use super::account::Notes;
use super::notes;
use crate::verifier;

mod recipe {
    use crate::application::account::*;

    example!("axum_delete_all_notes");

    #[derive(Clone, axum::extract::FromRef)]
    pub(super) struct App {
        pub(super) notes: Notes,
        pub(super) verifier: scopegate::Verifier,
    }

    pub(super) fn routes() -> scopegate::SecureRouter<App> {
        let route = scopegate::routing::delete(delete_all_notes);
        scopegate::SecureRouter::new().route("/notes", route)
    }
}

const GUIDE: &str = include_str!("../../../runtime/docs/guide/axum.md");

fn token() -> TestToken {
    let token = TestTokens::with_secret(SECRET).token();
    token.scopes(["notes:write"])
}

async fn delete(notes: &Notes, token: &TestToken) -> (u16, String, String) {
    let (notes, verifier) = (notes.clone(), verifier());
    let router = recipe::routes().with_state(recipe::App { notes, verifier });
    let router = router.into_router();
    let authorization = format!("Bearer {}", token.issue());
    let headers = [("authorization", authorization.as_str())];
    let answer = crate::send(&router, Method::DELETE, "/notes", &headers);
    answer.await.summary()
}

#[tokio::test]
async fn all_notes_are_deleted_only_after_a_recent_login_with_a_second_factor() {
    let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
    let notes = notes();
    for (token, status) in [
        (token(), 401),
        (token().acr("phr"), 401),
        (token().acr("phr").authenticated(minutes(11)), 401),
        (token().acr("pwd").authenticated(minutes(1)), 401),
        (
            token()
                .scopes(["notes:read"])
                .acr("phr")
                .authenticated(minutes(1)),
            403,
        ),
    ] {
        assert_eq!(delete(&notes, &token).await.0, status);
        assert_eq!(notes.of("johndoe").await.len(), 2);
    }
    let enough = token().acr("phr").authenticated(minutes(9));
    assert_eq!(delete(&notes, &enough).await.0, 200);
    assert_eq!(notes.of("johndoe").await.len(), 0);
    assert_eq!(notes.of("alice").await.len(), 1);
}

#[tokio::test]
async fn the_refusal_is_the_one_of_the_guide() {
    let (status, challenge, body) = delete(&notes(), &token()).await;
    let refusal =
        format!("HTTP/1.1 {status} Unauthorized\nwww-authenticate: {challenge}\n\n{body}\n");
    assert!(GUIDE.contains(&refusal), "{refusal}");
}

#[test]
fn the_audit_shows_it_as_in_the_guide() {
    let security = &recipe::routes().audit().routes[0].security;
    assert!(GUIDE.contains(&format!("`{security}`")), "{security}");
}
