//! A request can have all that the parameters of a dependency ask for.

use scopegate::{AccessToken, BasicCredentials, SecurityScheme, dependency};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"))]
struct OAuth2;

#[derive(SecurityScheme)]
#[http_basic]
struct Operators;

#[dependency(depends = OAuth2)]
fn user(_token: AccessToken) {}

#[dependency(depends = Operators)]
fn operator(_credentials: BasicCredentials) {}

#[dependency]
fn both(#[security(depends = user)] _user: (), #[security(depends = operator)] _operator: ()) {}

#[dependency(depends = any(user, operator))]
fn either(_user: ()) {}

fn main() {}
