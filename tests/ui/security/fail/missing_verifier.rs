//! A router state that cannot check tokens, asked about by `debug_handler`.


use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"))]
struct OAuth2PasswordBearer;

#[derive(Clone)]
struct App;

#[dependency(depends = OAuth2PasswordBearer)]
fn get_user(_token: AccessToken) -> u32 {
    1
}

#[security(depends = get_user)]
#[axum::debug_handler(state = App)]
async fn no_verifier(_user: u32) {}

fn main() {}
