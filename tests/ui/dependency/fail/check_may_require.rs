use axum::extract::Path;
use scopegate::{AccessToken, Denial, SecurityScheme, dependency};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("items" = "Read items.", "archive" = "Read what is archived.", "tenant:{id}" = "Act for a tenant."))]
struct OAuth2;

#[dependency(depends = OAuth2, may_require = ["archiv", "tenant:{name}"])]
fn undeclared(token: AccessToken, Path(name): Path<String>) -> Result<(), Denial> {
    token.require("archiv")?;
    token.require("tenant:{name}")
}

#[dependency(may_require = ["items"])]
fn without_a_scheme() {
    let _: fn(AccessToken) = |token| drop(token.require("items"));
}

fn main() {}
