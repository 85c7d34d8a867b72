use scopegate::testing::assert_security_snapshot;

use crate::{bearer, get};

mod guide {
    example!("fastapi_read_own_items");

    pub(super) fn router() -> scopegate::SecureRouter<scopegate::Verifier> {
        scopegate::SecureRouter::new()
            .route("/users/me/items/", scopegate::routing::get(read_own_items))
    }

    pub(super) mod after_the_handler {
        use super::{User, get_current_active_user};

        example!("fastapi_add_item");

        /// The router, and what was committed.
        pub(in super::super) fn router() -> (axum::Router, impl Fn() -> Vec<String>) {
            let db = Db::default();
            let router = axum::Router::new()
                .route("/items", axum::routing::get(add_item))
                .layer(axum::middleware::from_fn_with_state(
                    db.clone(),
                    in_transaction,
                ))
                .with_state(crate::verifier());
            (router, move || db.0.lock().unwrap().clone())
        }
    }
}

#[tokio::test]
async fn a_transaction_ends_as_the_request_does() {
    let (router, committed) = guide::after_the_handler::router();
    for (user, scopes, status) in [
        ("johndoe", &["me"][..], 401),
        ("alice", &["me", "items"], 400),
        ("johndoe", &["me", "items"], 200),
    ] {
        let answer = get(&router, "/items", &bearer(user, scopes)).await;
        assert_eq!(answer.0, status, "{user}");
        assert_eq!(committed().len(), usize::from(status == 200));
    }
    assert_eq!(committed(), ["an item of johndoe"]);
}

#[tokio::test]
async fn the_guide_answers_with_the_statuses_of_fastapi() {
    let router = guide::router().with_state(crate::verifier()).into_router();
    let both = ["me", "items"];
    let calls = [
        (String::new(), 401, r#"{"detail":"Not authenticated"}"#),
        (
            "Bearer x".to_owned(),
            401,
            r#"{"detail":"Could not validate credentials"}"#,
        ),
        (
            bearer("nobody", &both),
            401,
            r#"{"detail":"Could not validate credentials"}"#,
        ),
        (
            bearer("johndoe", &["me"]),
            401,
            r#"{"detail":"Not enough permissions"}"#,
        ),
        (bearer("alice", &both), 400, "Inactive user"),
        (bearer("johndoe", &both), 200, "items of johndoe"),
    ];
    for (authorization, status, body) in calls {
        let answer = get(&router, "/users/me/items/", &authorization).await;
        assert_eq!((answer.0, answer.2.as_str()), (status, body));
    }
}

#[test]
fn the_audit_names_who_may_refuse() {
    let rule = guide::router().audit().routes[0].rule();
    let expected = "OAuth2PasswordBearer[items me] via fastapi::guide::get_current_user, \
                    fastapi::guide::get_current_active_user";
    assert_eq!(rule, expected);
    assert_security_snapshot!(guide::router(), "docs/fastapi.snap");
}
