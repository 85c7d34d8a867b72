//! A state without a verifier is told apart from a handler without `#[security]`.

use scopegate::routing::get;
use scopegate::{AccessToken, SecureRouter, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"))]
struct OAuth2PasswordBearer;

#[dependency(depends = OAuth2PasswordBearer)]
fn get_current_user(token: AccessToken) -> String {
    format!("{:?}", token.claims())
}

#[security(depends = get_current_user)]
async fn profile(user: String) -> String {
    user
}

#[derive(Clone)]
struct App;

fn main() {
    let _: SecureRouter<App> = SecureRouter::new().route("/profile", get(profile));
}
