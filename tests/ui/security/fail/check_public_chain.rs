//! A handler is public, or depends on who calls.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"))]
struct OAuth2PasswordBearer;

#[dependency(depends = OAuth2PasswordBearer)]
fn get_current_user(token: AccessToken) -> String {
    format!("{:?}", token.claims())
}

#[security(public, depends = get_current_user)]
async fn profile(_user: String) {}

fn main() {}
