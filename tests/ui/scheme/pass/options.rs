//! Everything that a scheme may say.

#![deny(warnings, missing_docs, unreachable_pub, unused_qualifications)]

use axum::response::{IntoResponse, Response};
use scopegate::{Denial, Flow, Reject, SecurityScheme};

/// The four flows.
#[derive(Debug, Clone, Copy, SecurityScheme)]
#[oauth2(
    password(token_url = "token", refresh_url = "refresh"),
    authorization_code(
        authorization_url = "https://id.example.com/authorize?prompt=login",
        token_url = "https://id.example.com/token",
    ),
    client_credentials(token_url = "/token"),
    implicit(authorization_url = "authorize"),
    scopes(
        "users:read" = "Read users.",
        "https://api.example.com/.default" = "Everything.",
        "!#$%&'()*+,-./:;<=>?@[]^_`|~" = r#"A "strange" one."#,
    ),
    realm = "example",
    profile = rfc6750,
)]
pub struct Everything;

/// As little as possible.
#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"))]
struct Minimal;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), profile = fastapi, crate = ::scopegate)]
struct LikeFastApi;

mod problem {
    pub(super) struct Problem;
}

impl Reject for problem::Problem {
    fn reject(denial: &Denial) -> Response {
        denial.status().into_response()
    }
}

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), rejection = problem::Problem)]
struct Own;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"))]
struct r#Raw;

fn main() {
    assert_eq!(Everything::SCHEME.name, "Everything");
    assert_eq!(Everything::SCHEME.description, "The four flows.");
    assert_eq!(Everything::SCHEME.realm, "example");
    assert_eq!(Everything::SCHEME.scopes.len(), 3);
    assert_eq!(Everything::SCHEME.flows.len(), 4);
    assert!(matches!(
        Everything::SCHEME.flows[0],
        Flow::Password { token_url: "token", refresh_url: Some("refresh"), .. }
    ));
    assert!(Minimal::SCHEME.scopes.is_empty());
    assert_eq!(LikeFastApi::SCHEME.realm, "LikeFastApi");
    assert_eq!(Own::SCHEME.name, "Own");
    assert_eq!(Raw::SCHEME.name, "Raw");
}
