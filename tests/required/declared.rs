//! What is declared is what is: audit, document and coverage.

use scopegate::SecureRouter;
use scopegate::routing::get;
use scopegate::testing::{Coverage, TestTokens};
use scopegate::{AccessToken, Denial, security};
use scopegate_tests::App;

use super::service::{OAuth2, routes};

#[test]
fn the_rule_of_a_route_has_the_scopes_of_some_requests() {
    let audit = routes().audit();
    let rules: Vec<_> = audit
        .routes
        .iter()
        .map(|route| format!("{} {}", route.path, route.rule()))
        .collect();
    let expected = [
        "/basic Basic via required::service::user; may require read",
        "/fastapi LikeFastApi; may require me",
        "/forbidden OAuth2",
        "/items/{id} OAuth2[items] via required::service::item; may require archive",
        "/keys/{action} Key[read] via required::service::key; may require write",
        "/rejection OAuth2[items]; may require archive",
        "/repositories/{org}/{repo} OAuth2 via required::service::repository; may require {org}/{repo}:write",
        "/stray/{id} OAuth2",
        "/tenants/{id} OAuth2; may require tenant:{id}",
    ];
    assert_eq!(rules, expected);
    let unused: Vec<_> = audit
        .unused_scopes
        .iter()
        .map(|unused| unused.scope)
        .collect();
    assert_eq!(unused, [""; 0]);
}

#[test]
fn json_and_the_graph_name_the_function() {
    let audit = routes().audit();
    let json: serde_json::Value = serde_json::from_str(&audit.to_json()).unwrap();
    let route = json["routes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|route| route["path"] == "/items/{id}");
    let may_require = &route.unwrap()["may_require"][0];
    assert_eq!(may_require["scope"], "archive");
    assert_eq!(may_require["function"], "item");
    let graph = audit.to_mermaid();
    assert!(
        graph.contains("item<br/>may refuse<br/>may require archive"),
        "{graph}"
    );
}

/// Requires nothing of the request that the test sends.
#[security(depends = OAuth2, may_require = ["archive"])]
async fn at_night(token: AccessToken) -> Result<(), Denial> {
    if token.claims().sub.is_none() {
        token.require("archive")?;
    }
    Ok(())
}

#[tokio::test]
async fn coverage_tries_them() {
    let tokens = TestTokens::with_secret(scopegate_tests::SECRET);
    let all = routes().route("/night", get(at_night));
    let app: SecureRouter = all.with_state(App::default());
    let coverage = Coverage::new(|scopes| tokens.token().scopes(scopes).issue())
        .header("x-key", "read+write")
        .parameter("action", "write");
    let error = coverage.check(app).await.unwrap_err();
    // They refuse whoever calls them.
    let refused: Vec<_> = error
        .failures
        .iter()
        .map(|failure| &*failure.path)
        .collect();
    assert_eq!(
        refused,
        ["/fastapi", "/forbidden", "/rejection", "/stray/{id}"]
    );
    assert_eq!(error.report.not_required, ["`archive` at GET /night"]);
}

/// Always requires it, and `admin` implies it.
#[security(depends = OAuth2, may_require = ["archive", "admin"])]
async fn archive(token: AccessToken) -> Result<(), Denial> {
    token.require("archive")?;
    if token.claims().sub.is_none() {
        token.require("admin")?;
    }
    Ok(())
}

#[tokio::test]
async fn coverage_leaves_out_what_implies_a_scope() {
    let tokens = TestTokens::with_secret(scopegate_tests::SECRET);
    let app = SecureRouter::new().route("/archive", get(archive));
    let coverage = Coverage::new(|scopes| tokens.token().scopes(scopes).issue());
    let report = coverage
        .check(app.with_state(App::default()))
        .await
        .unwrap();
    assert_eq!(report.not_required, ["`admin` at GET /archive"]);
}
