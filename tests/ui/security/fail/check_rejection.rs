//! How a handler refuses.

use scopegate::{AccessToken, SecurityScheme, security};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("me" = "Read your profile."))]
struct OAuth2;

struct NoRejection;

#[security(public, rejection = scopegate::FastApi)]
async fn nobody() {}

#[security(depends = OAuth2, rejection = NoRejection)]
async fn no_rejection(_token: AccessToken) {}

#[security(depends = OAuth2, rejection = "FastApi")]
async fn text(_token: AccessToken) {}

fn main() {}
