//! Schemes whose URLs come from configuration.

use std::sync::LazyLock;

use scopegate::{SecureRouter, SecurityScheme};
use serde_json::{Value, json};

struct Config {
    issuer: String,
    description: String,
    token_url: String,
}

static CONFIG: LazyLock<Config> = LazyLock::new(|| {
    let issuer = format!("https://issuer-{}.example", std::process::id());
    Config {
        description: format!("{issuer}/.well-known/openid-configuration"),
        token_url: format!("{issuer}/token"),
        issuer,
    }
});

fn authorization_url() -> &'static str {
    &CONFIG.issuer
}

#[derive(SecurityScheme)]
#[openid_connect(url = &CONFIG.description, scopes("a" = "A."))]
struct Provider;

#[derive(SecurityScheme)]
#[oauth2(
    authorization_code(authorization_url = authorization_url(), token_url = CONFIG.token_url.as_str()),
    client_credentials(token_url = "token", refresh_url = &CONFIG.token_url),
    scopes("a" = "A.")
)]
struct Flows;

#[test]
fn the_document_says_what_the_configuration_says() {
    let document = SecureRouter::<()>::new()
        .with_security_scheme::<Provider>()
        .with_security_scheme::<Flows>()
        .openapi();
    let document = serde_json::to_value(document).unwrap();
    let schemes: &Value = &document["components"]["securitySchemes"];
    let description = json!(CONFIG.description);
    assert_eq!(schemes["Provider"]["openIdConnectUrl"], description);
    let expected = json!({
        "authorizationCode": {
            "authorizationUrl": CONFIG.issuer,
            "tokenUrl": CONFIG.token_url,
            "scopes": { "a": "A." },
        },
        "clientCredentials": {
            "tokenUrl": "token",
            "refreshUrl": CONFIG.token_url,
            "scopes": { "a": "A." },
        },
    });
    assert_eq!(schemes["Flows"]["flows"], expected);
}
