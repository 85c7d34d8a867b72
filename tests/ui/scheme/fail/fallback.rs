//! A wrong attribute leads to no errors at dependants and routes.


use axum::Router;
use axum::routing::get;
use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(pasword(token_url = "token"), scopes("me" = "Read your profile."))]
struct OAuth2PasswordBearer;

#[dependency(depends = OAuth2PasswordBearer)]
fn get_current_user(_token: AccessToken) -> u32 {
    1
}

#[security(scopes = ["items"], depends = get_current_user)]
async fn handler(_user: u32) {}

fn main() {
    let _: Router<()> = Router::new().route("/", get(handler));
}
