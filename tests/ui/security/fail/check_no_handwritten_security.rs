//! Requirements that OpenAPI would have twice.

use scopegate::security;

#[security(public)]
#[utoipa::path(get, path = "/health", security(("oauth2" = ["items"])))]
async fn health() {}

fn main() {}
