use super::{assert_calls, calls, notes};
use crate::{bearer, get, verifier};

mod first {
    use crate::application::account::Notes;

    example!("axum_app");

    pub(super) fn router(notes: Notes, verifier: Verifier) -> Router {
        app(AppState { notes, verifier })
    }
}

mod arc {
    use crate::application::account::*;

    struct Pool;

    example!("axum_app_in_arc");

    pub(super) fn router(notes: Notes, verifier: Verifier) -> Router {
        let pool = Pool;
        app_in_arc(Arc::new(AppState {
            verifier,
            notes,
            pool,
        }))
    }
}

#[tokio::test]
async fn the_first_route_is_protected_and_the_others_stay_open() {
    let router = first::router(notes(), verifier());
    assert_calls(&router, "/notes", &calls("notes:read", 200)).await;
    assert_calls(&router, "/notes", &calls("notes:write", 200)).await;
    assert_calls(&router, "/health", &[(String::new(), 200)]).await;
    let own = get(&router, "/notes", &bearer("johndoe", &["notes:read"])).await;
    assert_eq!(own.2, r#"["tea","cake"]"#);
}

#[tokio::test]
async fn the_challenges_are_those_of_the_table() {
    let router = first::router(notes(), verifier());
    let challenge = async |authorization: &str| get(&router, "/notes", authorization).await.1;
    let guide = include_str!("../../../runtime/docs/guide/axum.md");
    let none = challenge("").await;
    assert!(
        guide.contains(&format!("`WWW-Authenticate: {none}`")),
        "{none}"
    );
    assert!(
        challenge("Bearer x")
            .await
            .contains(r#"error="invalid_token""#)
    );
    let lacking = challenge(&bearer("johndoe", &[])).await;
    assert!(
        lacking.contains(r#"error="insufficient_scope""#),
        "{lacking}"
    );
}

#[tokio::test]
async fn a_state_in_an_arc_is_enough() {
    let router = arc::router(notes(), verifier());
    assert_calls(&router, "/notes/count", &calls("notes:read", 200)).await;
    let count = get(&router, "/notes/count", &bearer("johndoe", &["notes:read"])).await;
    assert_eq!(count.2, "2");
}
