//! Who says that it checks scopes has them, and takes credentials that carry none.

use scopegate::{AccessToken, ApiKey, SecurityScheme, SecurityScopes, dependency};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("items" = "Read items."))]
struct OAuth2;

#[derive(SecurityScheme)]
#[api_key(header = "X-API-Key", scopes("items" = "Read items."))]
struct Key;

#[dependency(depends = Key, checks_scopes)]
fn without_scopes(_key: ApiKey) {}

#[dependency(depends = Key, checks_scopes = true)]
fn with_a_value(_key: ApiKey, _scopes: SecurityScopes) {}

#[dependency(depends = OAuth2, checks_scopes)]
fn of_a_token(_token: AccessToken, _scopes: SecurityScopes) {}

#[dependency(checks_scopes)]
fn of_nothing(_scopes: SecurityScopes) {}

#[dependency(optional, depends = Key, checks_scopes)]
fn of_what_may_be_missing(_key: Option<ApiKey>, _scopes: SecurityScopes) {}

#[dependency(depends = Key, checks_scopes)]
fn fine(_key: ApiKey, _scopes: SecurityScopes) {}

fn main() {}
