//! A type that is not in scope is reported once, also inside of another type.

use axum::extract::Query;
use scopegate::{SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("items" = "Read items."))]
struct OAuth2;

#[dependency]
fn page(Query(page): Query<Paging>) -> u32 {
    page.number
}

#[security(depends = OAuth2)]
async fn read_items(_token: AccessToken) {}

#[security(public, depends = page)]
async fn list(page: u32, Query(_filter): Query<Filter>) -> String {
    page.to_string()
}

fn main() {}
