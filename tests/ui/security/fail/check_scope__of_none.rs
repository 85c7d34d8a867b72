//! A scheme that declares no scopes.


use scopegate::{AccessToken, SecurityScheme, security};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"))]
struct Machine;

#[security(scopes = ["items"], depends = Machine)]
async fn handler(_token: AccessToken) {}

fn main() {}
