use scopegate::{AccessToken, SecurityScheme, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("items" = "Read items."))]
struct Scheme;

#[security(scopes = ["items"], depends = Scheme)]
#[utoipa::path(get, path = "/items", security(("Scheme" = ["itmes"]), ()))]
async fn guarded(_: AccessToken) {}

#[security(public)]
#[utoipa::path(
    get,
    path = "/public",
    security(()),
    tag = "security",
)]
async fn public() {}

// Not ours to judge.
#[security(public)]
#[utoipa::path(get, path = "/security", tag = "security", responses((status = 200, description = "security()")))]
async fn other() {}

fn main() {}
