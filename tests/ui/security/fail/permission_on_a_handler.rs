use scopegate::{AccessToken, SecurityScheme, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"))]
struct OAuth2;

#[security(depends = OAuth2, permission = "note:owner")]
async fn handler(_token: AccessToken) {}

fn main() {}
