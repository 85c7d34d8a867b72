use axum::Router;
use scopegate::security;

use crate::{assert_statuses, bearer, get, get_with, verifier};

mod chain {
    use scopegate::SecurityScheme;

    #[derive(SecurityScheme)]
    #[oauth2(password(token_url = "token"), scopes("me" = "Read your profile."))]
    struct OAuth2PasswordBearer;

    example!("dependency_greeting");

    #[scopegate::security(depends = greeting)]
    pub(super) async fn greet(greeting: String) -> String {
        greeting
    }
}

mod keys {
    example!("dependency_read_items");

    pub(super) fn router() -> axum::Router {
        axum::Router::new().route("/", axum::routing::get(read_items))
    }
}

mod permission {
    use scopegate::{AccessToken, SecurityScheme};

    #[derive(SecurityScheme)]
    #[oauth2(password(token_url = "token"), scopes("notes" = "Read notes."))]
    struct OAuth2PasswordBearer;

    example!("dependency_read_note");

    pub(super) fn router() -> axum::Router {
        axum::Router::new()
            .route("/{id}", axum::routing::get(read_note))
            .with_state(crate::verifier())
    }
}

mod plain {
    example!("dependency_page");

    #[scopegate::security(public, depends = page)]
    pub(super) async fn list(page: u32) -> String {
        page.to_string()
    }
}

mod errors {
    #[derive(Clone)]
    pub(super) struct User {
        name: &'static str,
        is_disabled: bool,
    }

    #[dependency]
    fn get_current_user(uri: http::Uri) -> User {
        let query = uri.query().unwrap_or_default();
        User {
            name: if query.contains("alice") {
                "alice"
            } else {
                "bob"
            },
            is_disabled: query.contains("disabled"),
        }
    }

    example!("dependency_owner");

    #[scopegate::security(public, depends = owner)]
    pub(super) async fn read(_: User) -> &'static str {
        "yours"
    }
}

mod log_in {
    example!("dependency_browsers_log_in");

    pub(super) fn around(router: axum::Router) -> axum::Router {
        router.layer(axum::middleware::from_fn(browsers_log_in))
    }
}

#[tokio::test]
async fn a_note_of_somebody_else_does_not_exist() {
    let [own, foreign, none] = [
        bearer("johndoe", &["notes"]),
        bearer("alice", &["notes"]),
        bearer("johndoe", &[]),
    ];
    let calls = [("", 401), (&*none, 403), (&*foreign, 404), (&*own, 200)];
    assert_statuses(&permission::router(), "/1", &calls).await;
    assert_statuses(&permission::router(), "/2", &[(&own, 404)]).await;
}

#[tokio::test]
async fn a_chain_asks_for_what_it_is_made_of() {
    let router = Router::new()
        .route("/", axum::routing::get(chain::greet))
        .with_state(verifier());
    assert_statuses(&router, "/", &[("", 401), (&bearer("alice", &[]), 403)]).await;
    let (status, _, body) = get(&router, "/", &bearer("alice", &["me"])).await;
    assert_eq!((status, body.as_str()), (200, "Hello, alice!"));
}

#[tokio::test]
async fn a_function_that_checks_scopes_refuses_who_may_not() {
    for (key, status) in [("a key for reading", 200), ("another key", 401)] {
        let answer = get_with(&keys::router(), "/", &[("x-api-key", key)]).await;
        assert_eq!(answer.0, status, "{answer:?}");
    }
    assert_statuses(
        &keys::router(),
        "/",
        &[("", 401), (&bearer("alice", &["items"]), 401)],
    )
    .await;
}

#[tokio::test]
async fn a_plain_dependency_refuses_what_it_cannot_read() {
    let router = Router::new().route("/", axum::routing::get(plain::list));
    for (path, status) in [("/", 200), ("/?page=7", 200), ("/?page=x", 400)] {
        assert_eq!(get(&router, path, "").await.0, status, "{path}");
    }
}

#[tokio::test]
async fn errors_have_the_status_of_an_error() {
    let router = Router::new().route("/", axum::routing::get(errors::read));
    for (path, status, body) in [
        ("/?alice", 200, "yours"),
        ("/?alice,disabled", 400, "Inactive user"),
        ("/?bob", 403, "ask alice"),
    ] {
        let answer = get(&router, path, "").await;
        assert_eq!((answer.0, answer.2.as_str()), (status, body), "{path}");
    }
}

#[security(depends = scheme::OAuth2)]
async fn page(_: scopegate::AccessToken) -> &'static str {
    "a page"
}

mod scheme {
    #[derive(scopegate::SecurityScheme)]
    #[oauth2(password(token_url = "token"))]
    pub(super) struct OAuth2;
}

#[tokio::test]
async fn browsers_are_sent_to_log_in_and_others_are_told() {
    let router = Router::new()
        .route("/", axum::routing::get(page))
        .with_state(verifier());
    let router = log_in::around(router);
    let token = bearer("a", &[]);
    for (accept, authorization, status) in [
        ("text/html,*/*", "", 303),
        ("text/html", token.as_str(), 200),
        ("application/json", "", 401),
        ("", "", 401),
    ] {
        let headers = [("accept", accept), ("authorization", authorization)];
        assert_eq!(get_with(&router, "/", &headers).await.0, status, "{accept}");
    }
}
