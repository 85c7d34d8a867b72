//! The audit shows every way to get in, the coverage helper tries those of tokens, and OpenAPI has an
//! object for each scheme.

use scopegate::testing::Coverage;
use scopegate_tests::token;
use serde_json::json;

use crate::schemes::service::{HeaderKey, Login, Opaque, Provider, QueryKey, Session, router};

#[test]
fn the_audit_tells_alternatives_from_what_is_required_together() {
    let audit = router().audit();
    let security = |path: &str| {
        let route = audit.routes.iter().find(|route| route.path == path);
        route.unwrap().security.to_string()
    };
    assert_eq!(security("/opaque"), "Opaque");
    assert_eq!(security("/either"), "HeaderKey or Session");
    assert_eq!(security("/both"), "HeaderKey and Provider[users]");
    assert_eq!(security("/visitor"), "Session or anyone");
    assert_eq!(security("/read"), "Provider[items:read]");
}

#[tokio::test]
async fn every_protected_route_refuses_what_coverage_can_try() {
    let report = Coverage::new(token).check(router()).await.unwrap();
    assert!(
        report.protected.contains(&"GET /both".to_owned()),
        "{report:?}"
    );
}

#[test]
fn openapi_has_an_object_for_each_kind() {
    let document = router()
        .with_security_scheme::<Opaque>()
        .with_security_scheme::<Login>()
        .with_security_scheme::<HeaderKey>()
        .with_security_scheme::<QueryKey>()
        .with_security_scheme::<Session>()
        .with_security_scheme::<Provider>()
        .openapi();
    let document = serde_json::to_value(document).unwrap();
    let description = "A token that we look up.";
    let url = "https://issuer.example/.well-known/openid-configuration";
    assert_eq!(
        document["components"]["securitySchemes"],
        json!({
            "Opaque": { "type": "http", "scheme": "bearer", "bearerFormat": "opaque", "description": description },
            "Login": { "type": "http", "scheme": "basic" },
            "HeaderKey": { "type": "apiKey", "in": "header", "name": "X-API-Key" },
            "QueryKey": { "type": "apiKey", "in": "query", "name": "api_key" },
            "Session": { "type": "apiKey", "in": "cookie", "name": "session", "description": "Who is logged in." },
            "Provider": { "type": "openIdConnect", "openIdConnectUrl": url },
        })
    );
}
