//! A handler that anyone may call says so.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("items" = "Read items."))]
struct OAuth2;

#[dependency]
fn page() -> u32 {
    1
}

#[dependency(depends = page)]
fn offset(page: u32) -> u32 {
    page * 10
}

#[security(depends = offset)]
async fn list(_offset: u32) {}

#[dependency(depends = OAuth2)]
fn person(_token: AccessToken) -> u32 {
    1
}

#[security(depends = any(person, page))]
async fn anyone_after_all(_person: u32) {}

#[security(public, depends = any(person, page))]
async fn said_out_loud(_person: u32) {}

fn main() {}
