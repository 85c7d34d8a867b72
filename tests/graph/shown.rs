//! The audit and OpenAPI show graphs as they are enforced.

use scopegate::routing::get;
use scopegate::testing::Coverage;
use scopegate::{
    AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, routes, security,
};
use scopegate_tests::{App, token};
use serde_json::{Value, json};

use crate::graph::OAuth2;

#[derive(SecurityScheme)]
#[api_key(header = "x-api-key")]
struct Key;

#[derive(Clone)]
struct User;

#[dependency(depends = OAuth2)]
fn user(_token: AccessToken) -> User {
    User
}

#[dependency(depends = Key)]
fn machine(_key: scopegate::ApiKey) -> User {
    User
}

#[security(scopes = any("a", all("b", "c")), depends = user)]
#[utoipa::path(get, path = "/any", responses((status = 200)))]
async fn any(_user: User) {}

#[security]
#[utoipa::path(get, path = "/all", responses((status = 200)))]
async fn all(
    #[security(scopes = ["a"], depends = user)] _user: User,
    #[security(scopes = ["b"], depends = user)] _again: User,
    #[security(depends = machine)] _machine: User,
) {
}

#[security(depends = any(user, machine))]
#[utoipa::path(get, path = "/either", responses((status = 200)))]
async fn either(_user: User) {}

#[security(optional, scopes = ["a"], depends = user)]
#[utoipa::path(get, path = "/optional", responses((status = 200)))]
async fn optional(_user: Option<User>) {}

fn router() -> SecureRouter<Verifier> {
    SecureRouter::new().routes(routes!(any, all, either, optional))
}

#[test]
fn openapi_has_an_object_for_each_alternative() {
    let document = serde_json::to_value(router().openapi()).unwrap();
    let security = |path: &str| document["paths"][path]["get"]["security"].clone();
    let expected: [(&str, Value); 4] = [
        (
            "/any",
            json!([{ "OAuth2": ["a"] }, { "OAuth2": ["b", "c"] }]),
        ),
        ("/all", json!([{ "OAuth2": ["a", "b"], "Key": [] }])),
        ("/either", json!([{ "OAuth2": [] }, { "Key": [] }])),
        ("/optional", json!([{ "OAuth2": ["a"] }, {}])),
    ];
    for (path, expected) in expected {
        assert_eq!(security(path), expected, "{path}");
    }
}

#[test]
fn the_audit_shows_the_same() {
    let audit = router().audit();
    let shown: Vec<_> = audit
        .routes
        .iter()
        .map(|route| route.security.to_string())
        .collect();
    let expected = [
        "OAuth2[a b] and Key",
        "OAuth2[a] or OAuth2[b c]",
        "OAuth2 or Key",
        "OAuth2[a] or anyone",
    ];
    assert_eq!(shown, expected);
}

#[tokio::test]
async fn every_route_refuses_what_it_shows_to_be_too_little() {
    let app: SecureRouter<App> = SecureRouter::new().routes(routes!(any, all, either, optional));
    let app = app.with_state::<()>(App::default());
    let report = Coverage::new(token).check(app).await.unwrap();
    assert_eq!(report.protected, ["GET /all", "GET /any", "GET /either"]);
}

#[test]
fn a_snapshot_has_a_line_for_each_route_with_all_its_alternatives() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("security.snap");
    let routes = [
        ("/all", "OAuth2[a b] and Key", "all"),
        ("/any", "OAuth2[a] or OAuth2[b c]", "any"),
        ("/either", "OAuth2 or Key", "either"),
        ("/optional", "OAuth2[a] or anyone", "optional"),
    ];
    let lines = routes.map(|(path, who, name)| {
        format!("GET     {path:<31} {who:<39} plans::graph::shown::{name}\n")
    });
    let lines = lines.concat();
    std::fs::write(&file, lines).unwrap();
    scopegate::testing::assert_security_snapshot!(router(), file.to_str().unwrap());
}

#[test]
fn the_drawing_shares_nodes_and_names_what_edges_ask_for() {
    let router: SecureRouter<Verifier> = SecureRouter::new()
        .route("/any", get(any))
        .route("/optional", get(optional))
        .route("/either", get(either));
    let drawing = router.audit().to_mermaid();
    let count = |text: &str| drawing.matches(text).count();
    assert_eq!(count("::user"), 1, "{drawing}");
    assert_eq!(count("::OAuth2"), 1, "{drawing}");
    let any = "any#40;a#44; all#40;b#44; c#41;#41;";
    assert_eq!(count(any), 1, "{drawing}");
    assert_eq!(count("-.->"), 1, "{drawing}");
    assert_eq!(count(r#"{"any"}"#), 1, "{drawing}");
}
