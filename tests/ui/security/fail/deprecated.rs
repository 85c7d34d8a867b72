//! `deprecated` is a flag of a handler, and does not say who may call it.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("items" = "Read items."))]
struct OAuth2;

#[security(deprecated)]
async fn open() {}

#[security(deprecated = "2026-12-31", depends = OAuth2)]
async fn with_a_date(_token: AccessToken) {}

#[security(deprecate, depends = OAuth2)]
async fn misspelt(_token: AccessToken) {}

#[dependency(deprecated, depends = OAuth2)]
fn user(_token: AccessToken) {}

#[security]
async fn on_a_parameter(#[security(deprecated, depends = OAuth2)] _token: AccessToken) {}

fn main() {}
