//! Who is refused, and how.

use axum::extract::Path;
use scopegate::testing::TestTokens;
use scopegate::{DenialReason, ProtectedResource, SecureRouter};
use scopegate_tests::App;
use scopegate_tests::client::{Answer, get, get_with};

use super::service::routes;

fn app() -> SecureRouter {
    routes().with_state(App::default())
}

async fn call(path: &str, scopes: &[&str]) -> Answer {
    get_with(app(), path, scopes).await
}

#[tokio::test]
async fn a_scope_is_required_of_some_requests_only() {
    for (path, scopes, status) in [
        ("/items/1000", &["items"][..], 200),
        ("/items/7", &["items"], 403),
        ("/items/7", &["items", "archive"], 200),
        ("/items/7", &["archive"], 403),
        ("/items/7", &["items", "admin"], 200), // `admin` implies `archive`.
        ("/items/7", &["items", "Archive"], 403),
    ] {
        let answer = call(path, scopes).await;
        assert_eq!(answer.status, status, "{path} {scopes:?}");
    }
}

#[tokio::test]
async fn the_challenge_has_all_scopes_of_the_request() {
    let answer = call("/items/7", &["items"]).await;
    let denial = answer.denial().unwrap().clone();
    assert_eq!(denial.reason(), DenialReason::InsufficientScope);
    assert_eq!(denial.required_by_function(), Some("archive"));
    assert_eq!(
        answer.summary(),
        (
            403,
            r#"Bearer realm="OAuth2", error="insufficient_scope", scope="items archive""#.to_owned(),
            r#"{"error":"insufficient_scope","error_description":"The access token lacks a required scope"}"#
                .to_owned(),
        )
    );
    let answer = call("/tenants/7", &["tenant:8"]).await;
    assert_eq!(
        answer.joined_challenges(),
        r#"Bearer realm="OAuth2", error="insufficient_scope", scope="tenant:7""#
    );
}

#[tokio::test]
async fn the_challenge_links_to_the_metadata() {
    let resource = ProtectedResource::new("https://api.example").unwrap();
    let app = routes()
        .with_state(App::default())
        .protected_resource(resource);
    let answer = get_with(app, "/items/7", &["items"]).await;
    let challenge = answer.joined_challenges();
    assert!(
        challenge.contains(r#"scope="items archive""#),
        "{challenge}"
    );
    assert!(challenge.contains("resource_metadata="), "{challenge}");
}

#[tokio::test]
async fn who_is_forbidden_gets_no_challenge() {
    let answer = call("/forbidden", &["admin", "items"]).await;
    assert_eq!(answer.reason(), Some(DenialReason::Forbidden));
    let body = r#"{"error":"access_denied","error_description":"The caller may not do this"}"#;
    assert_eq!(answer.summary(), (403, String::new(), body.to_owned()));
}

#[tokio::test]
async fn the_rejection_of_a_handler_answers() {
    let missing = call("/rejection", &["items"]).await;
    let challenge =
        r#"Bearer realm="OAuth2", error="insufficient_scope", scope="items archive""#.to_owned();
    let body = "insufficient_scope archive".to_owned();
    assert_eq!(missing.summary(), (403, challenge, body));
    let forbidden = call("/rejection", &["items", "archive"]).await;
    assert_eq!(
        forbidden.summary(),
        (403, String::new(), "forbidden -".to_owned())
    );
}

#[tokio::test]
async fn the_profile_of_fastapi_answers_as_it_does() {
    let missing = call("/fastapi", &[]).await;
    let body = r#"{"detail":"Not enough permissions"}"#.to_owned();
    assert_eq!(
        missing.summary(),
        (401, r#"Bearer scope="me""#.to_owned(), body)
    );
    let forbidden = call("/fastapi", &["me"]).await;
    let body = r#"{"detail":"Forbidden"}"#.to_owned();
    assert_eq!(forbidden.summary(), (403, String::new(), body));
}

#[tokio::test]
async fn a_function_that_the_handler_does_not_depend_on_requires_in_vain() {
    for scopes in [&["items"][..], &["items", "archive", "admin"]] {
        let answer = call("/stray/7", scopes).await;
        assert_eq!((answer.status, answer.body.contains('7')), (403, false));
    }
    assert_eq!(call("/stray/1000", &[]).await.status, 200);
}

#[tokio::test]
async fn a_key_lacks_scopes_or_is_forbidden_or_unknown() {
    let challenge = r#"ApiKey realm="Key", in="header", name="X-Key""#;
    for (key, action, status, error, challenge) in [
        ("read", "read", 200, None, ""),
        ("write", "read", 403, Some("insufficient_scope"), challenge),
        ("read", "write", 403, Some("insufficient_scope"), challenge),
        ("read+write", "write", 200, None, ""),
        ("banned", "read", 403, Some("access_denied"), ""),
        ("unknown", "read", 401, Some("unauthorized"), challenge),
    ] {
        let answer = get(app(), &format!("/keys/{action}"), &[("x-key", key)]).await;
        let found = answer.body.is_empty().then_some(None);
        let found =
            found.unwrap_or_else(|| Some(answer.json()["error"].as_str().unwrap().to_owned()));
        assert_eq!(found.as_deref(), error, "{key} {action}");
        assert_eq!(
            (answer.status, &*answer.joined_challenges()),
            (status, challenge),
            "{key} {action}"
        );
    }
}

#[tokio::test]
async fn a_user_with_a_password_lacks_a_scope_or_is_forbidden() {
    for (user, expected) in [
        ("d3JpdGVyOg==", (401, "Not enough permissions")), // "writer:"
        ("cmVhZGVyOg==", (403, "Forbidden")),              // "reader:"
    ] {
        let header = format!("Basic {user}");
        let answer = get(app(), "/basic", &[("authorization", header)]).await;
        let detail = answer.json();
        assert_eq!(
            (answer.status, detail["detail"].as_str().unwrap()),
            expected
        );
    }
}

/// A function is called in a unit test without a request, and requires what it declares.
#[test]
fn a_function_can_be_called_directly_in_a_test() {
    let tokens = TestTokens::new();
    let called = |scopes: &[&str], id| {
        let token = tokens.token().scopes(scopes).access_token();
        super::service::item(token, Path(id)).map_err(|denial| denial.reason())
    };
    assert_eq!(called(&["items"], 1000), Ok(1000));
    assert_eq!(called(&["archive"], 7), Ok(7));
    assert_eq!(called(&["items"], 7), Err(DenialReason::InsufficientScope));
}
