//! Somebody looks at the credentials that a handler asks for.

use scopegate::{ApiKey, BasicCredentials, Denial, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[api_key(header = "X-API-Key")]
struct Key;

#[derive(SecurityScheme)]
#[http_basic]
struct Login;

#[dependency(depends = Login)]
fn user(given: BasicCredentials) -> Result<String, Denial> {
    if given.matches("user", "password") {
        Ok(given.username().to_owned())
    } else {
        Err(given.deny())
    }
}

#[security(depends = Key)]
async fn open(_key: ApiKey) {}

#[security(optional, depends = Key)]
async fn optional(_key: Option<ApiKey>) {}

#[security(depends = user)]
async fn closed(_user: String) {}

#[security(scopes = ["items"], depends = user)]
async fn no_scopes(_user: String) {}

fn main() {}
