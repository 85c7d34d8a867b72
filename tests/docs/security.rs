use axum::Router;
use axum::routing::get as axum_get;

use crate::{assert_statuses, bearer, get_with, verifier};

mod scopes {
    use axum::extract::Path;
    use scopegate::{AccessToken, SecurityScheme};

    #[derive(SecurityScheme)]
    #[oauth2(password(token_url = "token"), scopes("items" = "Read items."))]
    struct OAuth2PasswordBearer;

    example!("security_read_item");

    pub(super) fn router() -> axum::Router {
        let route = axum::routing::get(read_item);
        axum::Router::new()
            .route("/{id}", route)
            .with_state(crate::verifier())
    }
}

mod public {
    example!("security_health");

    pub(super) mod with_a_dependency {
        example!("security_list");

        pub(in super::super) fn router() -> axum::Router {
            axum::Router::new().route("/list", axum::routing::get(list))
        }
    }

    pub(super) fn router() -> axum::Router {
        axum::Router::new().route("/health", axum::routing::get(health))
    }
}

mod parameters {
    use axum::extract::Path;
    use scopegate::{AccessToken, SecurityScheme, dependency, security};

    #[derive(SecurityScheme)]
    #[oauth2(password(token_url = "token"), scopes("items" = "Read items."))]
    struct OAuth2PasswordBearer;

    example!("security_read_item_2");

    pub(super) fn router() -> axum::Router {
        let route = axum::routing::get(read_item);
        axum::Router::new()
            .route("/{id}", route)
            .with_state(crate::verifier())
    }
}

mod may_require {
    use axum::extract::Path;
    use scopegate::{AccessToken, SecurityScheme};

    example!("security_read_tenant");

    pub(super) fn router() -> axum::Router {
        axum::Router::new()
            .route("/items/{id}", axum::routing::get(read_item))
            .route("/tenants/{id}", axum::routing::get(read_tenant))
            .with_state(crate::verifier())
    }
}

mod step_up {
    use scopegate::{AccessToken, Denial, SecurityScheme, dependency};

    example!("security_pay");

    pub(super) fn routes() -> scopegate::SecureRouter<scopegate::Verifier> {
        scopegate::SecureRouter::new().route("/", scopegate::routing::get(pay))
    }
}

#[tokio::test]
async fn a_bill_is_paid_after_a_recent_login_with_a_second_factor() {
    use scopegate::testing::TestTokens;

    const PAGE: &str = include_str!("../../runtime/docs/security.md");
    let security = &step_up::routes().audit().routes[0].security;
    assert!(PAGE.contains(&format!("`{security}`")), "{security}");

    let router = step_up::routes().with_state(verifier()).into_router();
    let token = || TestTokens::with_secret(scopegate_tests::SECRET).token();
    let paying = || token().scopes(["pay"]);
    let minutes = |minutes: u64| std::time::Duration::from_secs(60 * minutes);
    for (token, status) in [
        (paying().acr("phrh").authenticated(minutes(4)), 200),
        (paying().acr("phr").authenticated(minutes(6)), 401),
        (paying().acr("pwd").authenticated(minutes(4)), 401),
        (token().acr("phr").authenticated(minutes(4)), 403),
    ] {
        let bearer = format!("Bearer {}", token.issue());
        assert_statuses(&router, "/", &[(&bearer, status)]).await;
    }
    let bearer = format!("Bearer {}", paying().issue());
    let (_, challenge, _) = crate::get(&router, "/", &bearer).await;
    let shown = PAGE.replace(",\n                  acr_values", ", acr_values");
    assert!(shown.contains(&challenge), "{challenge}");
}

mod deprecated {
    use scopegate::{AccessToken, SecurityScheme};

    #[derive(SecurityScheme)]
    #[oauth2(password(token_url = "token"), scopes("items" = "Read items."))]
    struct OAuth2PasswordBearer;

    example!("security_read_old_items");

    pub(super) fn router() -> axum::Router {
        let route = axum::routing::get(read_old_items);
        axum::Router::new()
            .route("/items", route)
            .with_state(crate::verifier())
    }
}

mod optional {
    use scopegate::{AccessToken, SecurityScheme, security};

    #[derive(SecurityScheme)]
    #[oauth2(password(token_url = "token"), scopes("items" = "Read items."))]
    struct OAuth2PasswordBearer;

    example!("security_greet");

    pub(super) fn router() -> axum::Router {
        let route = axum::routing::get(greet);
        axum::Router::new()
            .route("/", route)
            .with_state(crate::verifier())
    }
}

mod any {
    use scopegate::{
        AccessToken, ApiKey, Denial, SecurityScheme, SecurityScopes, dependency, security,
    };

    #[derive(SecurityScheme)]
    #[oauth2(password(token_url = "token"), scopes("items" = "Read items.", "admin" = "Everything."))]
    struct OAuth2PasswordBearer;

    example!("security_read_items");

    pub(super) fn routes() -> scopegate::SecureRouter<scopegate::Verifier> {
        scopegate::SecureRouter::new().route("/", scopegate::routing::get(read_items))
    }
}

#[tokio::test]
async fn a_function_requires_a_scope_of_some_requests() {
    let calls: [(&str, &[(&str, u16)]); 3] = [
        ("/items/1000", &[("items", 200), ("archive", 403)]),
        ("/items/7", &[("items", 403), ("items archive", 200)]),
        ("/tenants/7", &[("tenant:7", 200), ("tenant:8", 403)]),
    ];
    for (path, expected) in calls {
        for (scopes, status) in expected {
            let scopes: Vec<_> = scopes.split(' ').collect();
            let token = bearer("johndoe", &scopes);
            assert_statuses(&may_require::router(), path, &[(&token, *status)]).await;
        }
    }
}

#[tokio::test]
async fn scopes_are_asked_for_on_the_function_and_on_parameters() {
    for router in [scopes::router(), parameters::router()] {
        let calls = [
            ("", 401),
            ("Bearer x", 401),
            (&bearer("a", &[]), 403),
            (&bearer("a", &["items"]), 200),
        ];
        assert_statuses(&router, "/7", &calls).await;
    }
}

#[tokio::test]
async fn public_handlers_are_open() {
    let router = Router::new()
        .merge(public::router())
        .merge(public::with_a_dependency::router())
        .route("/plain", axum_get(async || "plain"));
    assert_statuses(&router, "/health", &[("", 200), ("Bearer x", 200)]).await;
    assert_statuses(&router, "/list", &[("", 200)]).await;
    assert_statuses(&router, "/list?page=x", &[("", 400)]).await;
}

#[tokio::test]
async fn what_is_optional_refuses_bad_credentials() {
    let calls = [("", 200), ("Bearer x", 401), (&bearer("a", &[]), 200)];
    assert_statuses(&optional::router(), "/", &calls).await;
}

#[tokio::test]
async fn alternatives_are_a_token_or_a_key() {
    let router = any::routes().with_state(verifier()).into_router();
    let calls = [
        ("", 401),
        (&bearer("a", &[]), 403),
        (&bearer("a", &["items"]), 200),
        (&bearer("a", &["admin"]), 200),
    ];
    assert_statuses(&router, "/", &calls).await;
    for (key, status) in [("a key for reading", 200), ("another key", 401)] {
        let answer = get_with(&router, "/", &[("x-api-key", key)]).await;
        assert_eq!(answer.0, status, "{answer:?}");
    }
    let rule = any::routes().audit().routes[0].rule();
    let checks = "MachineKey[items] or MachineKey[admin]) via any(-, security::any::by_key)";
    assert!(rule.ends_with(checks), "{rule}");
}

#[tokio::test]
async fn a_deprecated_handler_answers_as_before() {
    let calls = [
        ("", 401),
        (&bearer("a", &[]), 403),
        (&bearer("a", &["items"]), 200),
    ];
    assert_statuses(&deprecated::router(), "/items", &calls).await;
}
