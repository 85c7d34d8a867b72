//! No request has two tokens in its `Authorization` header.

use scopegate::{AccessToken, SecurityScheme, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"))]
struct Bearer;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), prefix = "Token")]
struct Token;

#[security]
async fn handler(
    #[security(depends = Bearer)] _one: AccessToken,
    #[security(depends = Token)] _other: AccessToken,
) {
}

fn main() {}
