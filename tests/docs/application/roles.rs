use std::collections::HashMap;
use std::sync::Arc;

use crate::{assert_statuses, bearer, verifier};

mod recipe {
    use crate::application::account::Account;

    example!("axum_greet_admin");

    /// A table in memory; `None` is a database that is down.
    pub(super) struct Table(pub(super) Option<std::collections::HashMap<&'static str, bool>>);

    impl Roles for Table {
        fn role_of<'a>(&'a self, user: &'a str) -> Lookup<'a> {
            Box::pin(async move {
                tokio::task::yield_now().await;
                let table = self.0.as_ref().ok_or(DatabaseError)?;
                let role = |is_admin: &bool| if *is_admin { Role::Admin } else { Role::Member };
                Ok(table.get(user).map(role))
            })
        }
    }

    #[derive(Clone, axum::extract::FromRef)]
    struct App {
        roles: Arc<dyn Roles>,
        verifier: scopegate::Verifier,
    }

    pub(super) fn router(table: Arc<Table>, verifier: scopegate::Verifier) -> axum::Router {
        let roles: Arc<dyn Roles> = table;
        axum::Router::new()
            .route("/member", axum::routing::get(greet_member))
            .route("/admin", axum::routing::get(greet_admin))
            .with_state(App { roles, verifier })
    }
}

#[tokio::test]
async fn the_database_says_who_is_an_admin_and_the_token_what_it_is_for() {
    let table = HashMap::from([("root", true), ("johndoe", false)]);
    let router = recipe::router(Arc::new(recipe::Table(Some(table))), verifier());
    let member = [
        ("", 401),
        (&bearer("nobody", &["notes:read"]), 401),
        (&bearer("johndoe", &["admin"]), 403),
        (&bearer("johndoe", &["notes:read"]), 200),
        (&bearer("root", &["notes:read"]), 200),
    ];
    assert_statuses(&router, "/member", &member).await;
    let admin = [
        ("", 401),
        // Unknown users are refused before missing scopes are.
        (&bearer("nobody", &[]), 401),
        (&bearer("johndoe", &["admin"]), 403),
        (&bearer("root", &["notes:read"]), 403),
        (&bearer("root", &["admin"]), 200),
    ];
    assert_statuses(&router, "/admin", &admin).await;
}

#[tokio::test]
async fn a_database_that_is_down_refuses() {
    let router = recipe::router(Arc::new(recipe::Table(None)), verifier());
    let all = ["notes:read", "admin"];
    for path in ["/member", "/admin"] {
        assert_statuses(&router, path, &[("", 401), (&bearer("root", &all), 503)]).await;
    }
}
