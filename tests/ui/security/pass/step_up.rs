//! `acr` and `max_age` wherever a dependency is named.

#![deny(warnings)]

use scopegate::routing::get;
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, level, security};

#[derive(SecurityScheme)]
#[oauth2(
    authorization_code(authorization_url = "authorize", token_url = "token"),
    client_credentials(token_url = "token"),
    scopes("me" = "You."),
)]
struct OAuth2;

#[derive(SecurityScheme)]
#[openid_connect(url = "https://issuer.example/.well-known/openid-configuration")]
struct OpenId;

#[dependency(acr = ["urn:mace:incommon:iap:silver", "https://refeds.org/profile/mfa", "0"], max_age = 1d, depends = OAuth2)]
fn user(_token: AccessToken) -> String {
    String::new()
}

#[dependency(max_age = 1_200s, depends = OpenId)]
fn other(_token: AccessToken) -> String {
    String::new()
}

#[security(acr = "0", max_age = 15min, scopes = ["me"], depends = user)]
async fn chain(_name: String) {}

#[security(max_age = 2h, depends = any(user, other))]
async fn either(_name: String) {}

#[security]
async fn parameters(
    #[security(acr = ["0", "1",], depends = OAuth2)] _a: AccessToken,
    #[security(max_age = 1min, optional, depends = user)] _b: Option<String>,
) {
}

macro_rules! aged {
    ($age:literal, $acr:expr) => {
        #[security(max_age = $age, acr = $acr, depends = user)]
        async fn from_a_macro(_name: String) {}
    };
}

aged!(5min, "0");

fn main() {
    let _: SecureRouter<Verifier> = SecureRouter::new()
        .route("/a", get(chain))
        .route("/b", get(parameters))
        .route("/c", get(from_a_macro))
        .route("/d", get(either))
        .requires(level!(acr = "0", max_age = 15min, depends = OAuth2));
}
