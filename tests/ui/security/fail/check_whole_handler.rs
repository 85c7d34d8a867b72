//! A request can have all that a handler asks for.

use scopegate::{AccessToken, ApiKey, BasicCredentials, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("items" = "Read items."))]
struct OAuth2;

#[derive(SecurityScheme)]
#[http_basic]
struct Operators;

#[derive(SecurityScheme)]
#[api_key(query = "access_token")]
struct Query;

#[dependency(depends = OAuth2)]
fn user(_token: AccessToken) {}

#[dependency(depends = Operators)]
fn operator(_credentials: BasicCredentials) {}

#[dependency(depends = Query)]
fn machine(_key: ApiKey) {}

#[dependency]
fn both(#[security(depends = user)] _user: (), #[security(depends = operator)] _operator: ()) {}

#[security]
async fn token_and_password(
    #[security(depends = user)] _user: (),
    #[security(depends = operator)] _operator: (),
) {}

#[security]
async fn two_tokens(#[security(depends = user)] _user: (), #[security(depends = machine)] _machine: ()) {}

#[security(depends = any(user, operator))]
async fn either(_user: ()) {}

#[security]
async fn one_way_is_left(
    #[security(depends = any(user, operator))] _either: (),
    #[security(depends = user)] _user: (),
    #[security(optional, depends = operator)] _operator: Option<()>,
) {}

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), issuer = "https://staff.example")]
struct Staff;

#[derive(SecurityScheme)]
#[openid_connect(url = "https://customers.example/.well-known/openid-configuration")]
struct Customers;

#[security]
async fn two_issuers(
    #[security(depends = Staff)] _staff: AccessToken,
    #[security(depends = Customers)] _customer: AccessToken,
) {}

fn main() {}
