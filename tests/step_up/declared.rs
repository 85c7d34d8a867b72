//! What is declared is what is: audit, document, snapshot and coverage.

use scopegate::routing::get;
use scopegate::testing::{Coverage, CoverageError, CoverageReport, TestTokens};
use scopegate::{AccessToken, SecureRouter, dependency, level, security};
use scopegate_tests::{App, SECRET};
use serde_json::json;

use super::service::{People, routes, user};

#[test]
fn the_rule_of_a_route_shows_what_is_required_of_the_user() {
    let audit = routes().audit();
    let rules = audit.routes.iter();
    let rules: Vec<_> = rules
        .map(|route| format!("{} {}", route.path, route.security))
        .collect();
    let expected = [
        "/acr People(acr=phr)[pay]",
        "/admin/inherited People(acr=phr|phrh, max_age=10min)[read]",
        "/admin/own People(acr=phrh, max_age=10min)",
        "/age People(max_age=15min)",
        "/both People(acr=phr, max_age=5min)",
        "/either People(max_age=5min) or People[pay]",
        "/fastapi LikeFastApi(acr=phr, max_age=90s)[me]",
        "/key People(acr=phr) and Key and Opaque",
        "/machine People(acr=phr) and Machines",
        "/merged People(acr=aal3|phr, max_age=1h)[pay]",
        "/optional People(acr=phr) or anyone",
        "/read People[read]",
        "/rejection People(acr=phr)",
        "/scopes People(max_age=15min)[read]",
    ];
    assert_eq!(rules, expected);
}

#[test]
fn json_and_the_graph_show_each_edge() {
    let audit = routes().audit();
    let json: serde_json::Value = serde_json::from_str(&audit.to_json()).unwrap();
    let routes = json["routes"].as_array().unwrap();
    let route = routes
        .iter()
        .find(|route| route["path"] == "/merged")
        .unwrap();
    let credential = &route["security"]["alternatives"][0][0];
    assert_eq!(credential["acr"], json!(["aal3", "phr"]));
    assert_eq!(credential["max_age"], 3600);
    let edge = &route["dependencies"][0];
    assert_eq!(edge["acr"], json!(["aal3", "phr", "mfa"]));
    assert_eq!(edge["max_age"], 7200);
    let plain = routes
        .iter()
        .find(|route| route["path"] == "/read")
        .unwrap();
    let credential = plain["security"]["alternatives"][0][0].as_object().unwrap();
    assert_eq!(credential.keys().collect::<Vec<_>>(), ["scheme", "scopes"]);
    let graph = audit.to_mermaid();
    assert!(graph.contains(r#"|"pay#59; acr#61;phr"|"#), "{graph}");
    assert!(graph.contains(r#"|"max_age#61;15min"|"#), "{graph}");
}

/// A handler whose check was forgotten would look like this.
#[security(acr = "phr", max_age = 15min, depends = People)]
async fn handler(_token: AccessToken) {}

async fn check(app: SecureRouter) -> Result<CoverageReport, CoverageError> {
    let tokens = || TestTokens::with_secret(SECRET).token();
    let coverage = Coverage::new(|scopes| tokens().scopes(scopes).issue())
        .step_up(|_, scopes, user| tokens().scopes(scopes).authentication(user).issue())
        .header("x-key", "key")
        .header("x-opaque", "opaque");
    coverage.check(app).await
}

#[tokio::test]
async fn coverage_tries_users_who_have_to_authenticate_again() {
    let app: SecureRouter = routes().with_state(App::default());
    let report = check(app).await.unwrap();
    assert_eq!(report.not_stepped_up, [""; 0]);
    assert_eq!(report.partial, [""; 0]);
    let one = || {
        SecureRouter::new()
            .route("/", get(handler))
            .with_state(App::default())
    };
    // Nothing, nobody, another `acr`, too old, and the control. No scope is required.
    assert_eq!(check(one()).await.unwrap().calls, 5);
}

#[tokio::test]
async fn coverage_says_what_it_could_not_try() {
    let app = || {
        SecureRouter::new()
            .route("/", get(handler))
            .with_state(App::default())
    };
    let tokens = || TestTokens::with_secret(SECRET).token();
    let always_new = Coverage::new(|_| {
        tokens()
            .acr("phr")
            .authenticated(super::refused::minutes(0))
            .issue()
    });
    let report = always_new.check(app()).await.unwrap();
    assert_eq!(report.not_stepped_up, ["GET /"]);
    let never = Coverage::new(|scopes| tokens().scopes(scopes).issue());
    let error = never.check(app()).await.unwrap_err().to_string();
    assert!(
        error.contains("`Coverage::step_up` returns such tokens"),
        "{error}"
    );
}

/// Nothing is verified: what is tried is accepted.
#[tokio::test]
async fn coverage_fails_where_a_poor_token_is_accepted() {
    let rich = TestTokens::with_secret(SECRET).token().acr("phr");
    let rich = rich.authenticated(super::refused::minutes(1)).verified();
    let app = scopegate::testing::Overrides::new()
        .value::<People>(rich)
        .apply(
            SecureRouter::new()
                .route("/", get(handler))
                .with_state(App::default()),
        );
    let error = check(app).await.unwrap_err();
    let attempts = error
        .failures
        .iter()
        .map(|failure| failure.attempt.to_string());
    let attempts: Vec<_> = attempts
        .filter(|it| it.contains("authenticated") || it.contains("acr"))
        .collect();
    assert_eq!(attempts.len(), 3, "{attempts:?}");
    assert!(
        error
            .to_string()
            .contains("instead of `insufficient_user_authentication`"),
        "{error}"
    );
}

#[tokio::test]
async fn the_token_of_an_override_needs_it_too() {
    let with = |token: scopegate::testing::TestToken| {
        scopegate::testing::Overrides::new()
            .value::<People>(token.verified())
            .apply(
                SecureRouter::new()
                    .route("/", get(handler))
                    .with_state(App::default()),
            )
    };
    let token = || TestTokens::with_secret(SECRET).token();
    let rich = token().acr("phr").authenticated(super::refused::minutes(1));
    for (token, status) in [(token(), 401), (token().acr("phr"), 401), (rich, 200)] {
        let answer = scopegate_tests::client::get_as(with(token), "/", None).await;
        assert_eq!(answer.status, status);
    }
}

/// No token could satisfy both.
#[test]
#[should_panic(
    expected = "it requires tokens of `People` with values of `acr` that exclude each other"
)]
fn a_level_that_contradicts_a_route_is_refused_when_the_router_is_built() {
    let inner = SecureRouter::<App>::new().route("/", get(handler));
    let outer = SecureRouter::new().nest("/inner", inner);
    let _ = outer
        .requires(level!(acr = ["phrh", "mfa"], depends = People))
        .audit();
}

#[dependency(acr = "phr", depends = user)]
fn strong_user(name: String) -> String {
    name
}

#[dependency(scopes = ["pay"], depends = user)]
fn payer(name: String) -> String {
    name
}

#[security(depends = any(strong_user, payer))]
async fn either(_name: String) {}

/// As in one function, where it does not compile. The other alternative is no way in for those whom this one refuses.
#[test]
#[should_panic(
    expected = "it requires tokens of `People` with values of `acr` that exclude each other"
)]
fn a_level_that_contradicts_one_of_several_alternatives_is_refused_too() {
    let router = SecureRouter::<App>::new().route("/", get(either));
    let _ = router.requires(level!(acr = "mfa", depends = user)).audit();
}

#[utoipa::path(get, path = "/documented")]
#[security(acr = ["phr", "phrh"], max_age = 15min, depends = People)]
async fn documented(_token: AccessToken) {}

/// Reads nothing but scopes.
#[utoipa::path(get, path = "/plain")]
#[security(scopes = ["read"], depends = People)]
async fn plain(_token: AccessToken) {}

#[test]
fn the_document_has_it_in_words_and_for_tools() {
    let (_, document) = SecureRouter::<App>::new()
        .routes(scopegate::routes!(documented))
        .routes(scopegate::routes!(plain))
        .split_for_parts();
    let document = serde_json::to_value(document).unwrap();
    let operation = &document["paths"]["/documented"]["get"];
    assert_eq!(
        operation["x-step-up"],
        json!([{ "scheme": "People", "acr_values": ["phr", "phrh"], "max_age": 900 }])
    );
    assert_eq!(
        operation["description"],
        "With `People`, requires a user who was authenticated at most 15min ago, with `acr` `phr` or `phrh` (RFC 9470)"
    );
    let plain = &document["paths"]["/plain"]["get"];
    assert!(plain["x-step-up"].is_null() && !plain.to_string().contains("9470"));
}

#[dependency(max_age = 5min, depends = user)]
fn recent_user(name: String) -> String {
    name
}

#[utoipa::path(get, path = "/either")]
#[security(depends = any(recent_user, payer))]
async fn documented_alternatives(_name: String) {}

/// A user who may pay need not be authenticated again.
#[test]
fn the_document_says_for_which_alternative_it_is() {
    let (_, document) = SecureRouter::<App>::new()
        .routes(scopegate::routes!(documented_alternatives))
        .split_for_parts();
    let document = serde_json::to_value(document).unwrap();
    let operation = &document["paths"]["/either"]["get"];
    assert_eq!(
        operation["security"],
        json!([{ "People": [] }, { "People": ["pay"] }])
    );
    assert_eq!(
        operation["x-step-up"],
        json!([{ "scheme": "People", "security": { "People": [] }, "max_age": 300 }])
    );
    assert_eq!(
        operation["description"],
        "One alternative, `People`, requires that the user of `People` was authenticated at most 5min ago (RFC 9470)"
    );
}

/// It is what the level and the handler require together, and nothing else.
#[test]
fn the_document_of_a_handler_inside_of_a_level_has_the_merged_requirement() {
    let (_, document) = SecureRouter::<App>::new()
        .routes(scopegate::routes!(documented))
        .requires(level!(
            acr = ["phrh", "mfa"],
            max_age = 5min,
            depends = user
        ))
        .split_for_parts();
    let document = serde_json::to_value(document).unwrap();
    let operation = &document["paths"]["/documented"]["get"];
    assert_eq!(
        operation["x-step-up"],
        json!([{ "scheme": "People", "acr_values": ["phrh"], "max_age": 300 }])
    );
    assert_eq!(
        operation["description"],
        "With `People`, requires a user who was authenticated at most 5min ago, with `acr` `phrh` (RFC 9470)"
    );
}
