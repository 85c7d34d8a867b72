//! What comes from configuration.

#![deny(warnings)]
#![no_implicit_prelude]

extern crate scopegate as gate;
extern crate std;

use std::convert::From;
use std::iter::Iterator;
use std::option::Option::Some;
use std::string::String;
use std::sync::LazyLock;
use std::{assert, assert_eq, matches};

use gate::{Flow, SchemeKind, SecurityScheme};

const PASSWORD: &str = "token";
static URLS: [&str; 2] = ["authorize", "token"];

struct Config {
    issuer: String,
}

static CONFIG: LazyLock<Config> = LazyLock::new(|| Config {
    issuer: String::from("https://issuer.example"),
});

mod config {
    pub(crate) fn issuer() -> &'static str {
        &super::CONFIG.issuer
    }
}

#[derive(SecurityScheme)]
#[openid_connect(url = config::issuer(), issuer = &CONFIG.issuer, crate = gate)]
struct Provider;

#[derive(SecurityScheme)]
#[oauth2(
    password(token_url = PASSWORD, refresh_url = "refresh"),
    authorization_code(authorization_url = URLS[0], token_url = URLS[1], refresh_url = config::issuer()),
    issuers = [config::issuer(), "https://other.example"],
    verifier = Tokens,
    crate = gate,
)]
struct Tokens;

fn main() {
    assert!(Provider::SCHEME.issuers().eq(["https://issuer.example"]));
    assert!(matches!(
        Provider::SCHEME.configured_kind(),
        SchemeKind::OpenIdConnect { url: "https://issuer.example", .. }
    ));
    assert!(Tokens::SCHEME.issuers().eq(["https://issuer.example", "https://other.example"]));
    let flows = Tokens::SCHEME.configured_flows();
    assert_eq!(flows.len(), 2);
    assert!(matches!(flows[0], Flow::Password { token_url: "token", refresh_url: Some("refresh"), .. }));
    assert!(matches!(
        flows[1],
        Flow::AuthorizationCode {
            authorization_url: "authorize",
            token_url: "token",
            refresh_url: Some("https://issuer.example"),
            ..
        }
    ));
}
