use crate::{assert_statuses, bearer, get, verifier};

mod first {
    #[derive(Clone)]
    struct Users;

    impl Users {
        async fn get(&self, name: &str) -> Option<User> {
            let (username, disabled) = match name {
                "johndoe" => ("johndoe", false),
                "alice" => ("alice", true),
                _ => return None,
            };
            Some(User { username, disabled })
        }
    }

    struct User {
        username: &'static str,
        disabled: bool,
    }

    #[derive(serde::Serialize)]
    struct Item {
        item_id: &'static str,
        owner: &'static str,
    }

    example!("readme_app");

    pub(super) fn router(verifier: Verifier) -> Router {
        app(App {
            users: Users,
            verifier,
        })
    }
}

#[tokio::test]
async fn the_first_example_answers_as_the_tutorial_does() {
    let router = first::router(verifier());
    let path = "/users/me/items/";
    let both = ["items", "me"];
    assert_statuses(
        &router,
        path,
        &[
            ("", 401),
            ("Bearer x", 401),
            (&bearer("nobody", &both), 401),
            (&bearer("johndoe", &["me"]), 403),
            (&bearer("johndoe", &["items"]), 403),
            // Missing scopes come first: who lacks them learns nothing more.
            (&bearer("alice", &["items"]), 403),
        ],
    )
    .await;
    let (_, challenge, _) = get(&router, path, "").await;
    assert!(challenge.ends_with(r#"scope="items me""#), "{challenge}");
    let (status, _, body) = get(&router, path, &bearer("alice", &both)).await;
    assert_eq!((status, body.as_str()), (400, "Inactive user"));
    let (status, _, body) = get(&router, path, &bearer("johndoe", &both)).await;
    let items = r#"[{"item_id":"Foo","owner":"johndoe"}]"#;
    assert_eq!((status, body.as_str()), (200, items));
}

mod graphs {
    use axum::extract::Path;
    use scopegate::{AccessToken, SecurityScheme, dependency, security};

    #[derive(SecurityScheme)]
    #[oauth2(client_credentials(token_url = "token"), scopes("items:read" = "Read.", "admin" = "All."))]
    struct OAuth2;

    struct User {
        name: String,
    }

    struct Db;

    impl Db {
        fn read_item(&self, id: u32, user: &User) -> String {
            format!("item {id} of {}", user.name)
        }
    }

    #[dependency(depends = OAuth2)]
    fn get_current_user(token: AccessToken) -> User {
        let name = token.claims().sub.clone().unwrap_or_default();
        User { name }
    }

    #[dependency]
    fn get_db() -> Db {
        Db
    }

    example!("readme_front_page");

    pub(super) fn router() -> axum::Router {
        axum::Router::new()
            .route("/items/{id}", axum::routing::get(read_item))
            .route("/", axum::routing::get(front_page))
            .with_state(crate::verifier())
    }
}

#[tokio::test]
async fn each_parameter_adds_its_requirement() {
    let router = graphs::router();
    assert_statuses(
        &router,
        "/items/7",
        &[
            ("", 401),
            (&bearer("a", &[]), 403),
            (&bearer("a", &["items:read"]), 200),
            (&bearer("a", &["admin"]), 200),
        ],
    )
    .await;
    let calls = [("", 200), ("Bearer x", 401), (&bearer("a", &[]), 200)];
    assert_statuses(&router, "/", &calls).await;
    let (_, _, body) = get(&router, "/", &bearer("johndoe", &[])).await;
    assert_eq!(body, "Welcome back, johndoe");
}

mod routers {
    use scopegate::SecurityScheme;

    #[derive(SecurityScheme)]
    #[oauth2(password(token_url = "token"), scopes("items" = "Read items.", "admin" = "Do anything."))]
    struct OAuth2PasswordBearer;

    example!("readme_routes");

    pub(super) fn listed() -> SecureRouter<Verifier> {
        routes()
    }

    #[test]
    fn the_statements_hold() -> Result<(), scopegate::VerifierError> {
        statements!("readme_routes");
        Ok(())
    }

    mod tests {
        use scopegate::{TokenIssuer, Verifier};

        use super::routes;

        example!("readme_protected_routes_refuse_unauthorized_callers");
    }
}

#[tokio::test]
async fn a_secure_router_denies_by_default() {
    let router = routers::listed().with_state(verifier()).into_router();
    assert_statuses(&router, "/health", &[("", 200)]).await;
    let calls = [
        ("", 401),
        (&bearer("a", &["admin"]), 403),
        (&bearer("a", &["items"]), 200),
    ];
    assert_statuses(&router, "/items", &calls).await;
}

#[test]
fn the_table_is_that_of_the_routes() {
    let table = routers::listed().audit().table(usize::MAX);
    let table = table.replace("docs::readme::routers::", "app::");
    let readme = include_str!("../../README.md");
    assert!(
        readme.contains(&format!("```text\n{table}```\n")),
        "{table}"
    );
}

mod tokens {
    example!("readme_no_function");

    #[test]
    fn the_statements_hold() -> Result<(), Box<dyn std::error::Error>> {
        statements!("readme_no_function");
        Ok(())
    }
}

mod of_a_provider {
    example!("readme_no_function_2");

    #[tokio::test]
    async fn the_verifier_is_built() -> Result<(), scopegate::VerifierError> {
        statements!("readme_no_function_2");
        Ok(())
    }
}
