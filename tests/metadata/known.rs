//! What the metadata says by itself, and what may be said otherwise.

use scopegate::routing::get;
use scopegate::{
    AccessToken, ProtectedResource, SecureRouter, SecurityScheme, TokenIssuer, Verifier, security,
};
use serde_json::{Value, json};

use crate::metadata::{KEY, resource};

#[derive(SecurityScheme)]
#[openid_connect(
    url = "https://staff.example/.well-known/openid-configuration",
    scopes("read" = "Read.", "write" = "Write.", "unused" = "Unused.")
)]
struct Staff;

#[derive(SecurityScheme)]
#[oauth2(
    password(token_url = "token"),
    scopes("read" = "Read."),
    issuers = ["https://api.example", "not-a-url"]
)]
struct Own;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("read" = "Read.", "write" = "Write."))]
struct Anybody;

#[security(scopes = ["read", "write"], depends = Staff)]
async fn staff(_: AccessToken) {}

#[security(scopes = ["read"], depends = Own)]
async fn own(_: AccessToken) {}

#[security(scopes = ["read"], depends = Anybody)]
async fn anybody(_: AccessToken) {}

fn of(issuer: &str) -> Verifier {
    let builder = Verifier::builder().hs256(KEY).issuer(issuer);
    builder.build().unwrap()
}

fn all() -> Verifier {
    let issuers = [
        "https://customers.example",
        "not-a-url",
        "https://staff.example/",
        "https://api.example",
    ];
    Verifier::by_issuer(issuers.map(of)).unwrap()
}

async fn metadata(router: SecureRouter) -> Value {
    crate::metadata::get(router, "/.well-known/oauth-protected-resource")
        .await
        .json()
}

fn routes() -> SecureRouter<Verifier> {
    SecureRouter::new().protected_resource(resource("https://h"))
}

#[tokio::test]
async fn authorization_servers_are_those_whose_tokens_are_accepted() {
    let app = routes().route("/own", get(own)).route("/staff", get(staff));
    let servers = json!(["https://api.example", "https://staff.example/"]);
    assert_eq!(
        metadata(app.with_state(all())).await["authorization_servers"],
        servers
    );
    let app = routes().route("/anybody", get(anybody));
    let servers = json!([
        "https://customers.example",
        "https://staff.example/",
        "https://api.example"
    ]);
    assert_eq!(
        metadata(app.with_state(all())).await["authorization_servers"],
        servers
    );
    // What documentation names need not be what tokens say.
    let app = routes()
        .route("/staff", get(staff))
        .with_state(of("https://real.example"));
    assert_eq!(
        metadata(app).await["authorization_servers"],
        json!(["https://real.example"])
    );
}

#[tokio::test]
async fn scopes_can_be_narrowed() {
    let app = |resource: ProtectedResource| {
        let routes = SecureRouter::new().protected_resource(resource);
        routes
            .route("/staff", get(staff))
            .with_state(of("https://staff.example"))
    };
    let narrow = resource("https://h").scopes_supported(["read"]);
    assert_eq!(
        metadata(app(narrow)).await["scopes_supported"],
        json!(["read"])
    );
    let none = resource("https://h").scopes_supported([""; 0]);
    assert_eq!(metadata(app(none)).await.get("scopes_supported"), None);
}

#[test]
#[should_panic(
    expected = "the protected resource `https://h` names the scope `raed`, which no security scheme of its routes declares"
)]
fn a_scope_that_does_not_exist_is_refused() {
    let resource = resource("https://h").scopes_supported(["raed"]);
    let routes: SecureRouter<Verifier> = SecureRouter::new().protected_resource(resource);
    let _ = routes.route("/anybody", get(anybody)).into_router();
}

/// Issuer, audience and resource are written once.
#[tokio::test]
async fn the_resource_is_the_audience() {
    let resource = resource("http://localhost:8000/api");
    let verifier = Verifier::builder()
        .hs256(KEY)
        .audience(&resource)
        .build()
        .unwrap();
    let issuer = TokenIssuer::hs256(KEY).unwrap();
    let token = |audience: &str| {
        issuer
            .clone()
            .audience(audience)
            .issue("johndoe", ["read"])
            .unwrap()
    };
    assert!(verifier.verify(&token(resource.resource())).now().is_ok());
    assert!(
        verifier
            .verify(&token("http://localhost:8000"))
            .now()
            .is_err()
    );
}
