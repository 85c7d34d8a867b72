//! A scope that is required and not declared, or not as a literal.

use scopegate::{AccessToken, Denial, SecurityScheme, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("items" = "Read items.", "archive" = "Read what is archived.", "tenant:{id}" = "Act for a tenant."))]
struct OAuth2;

#[security(depends = OAuth2)]
async fn undeclared(token: AccessToken) -> Result<(), Denial> {
    token.require("archive")
}

#[security(depends = OAuth2, may_require = ["archive"])]
async fn misspelt(token: AccessToken) -> Result<(), Denial> {
    token.require("archive")?;
    token.require("archives")
}

#[security(depends = OAuth2, may_require = ["archive"])]
async fn another_function(token: AccessToken) -> Result<(), Denial> {
    token.require("archive")?;
    helper(&token)
}

fn helper(token: &AccessToken) -> Result<(), Denial> {
    token.require("archive")
}

#[security(depends = OAuth2, may_require = ["tenant:{id}"])]
async fn no_variable(token: AccessToken) -> Result<(), Denial> {
    token.require("tenant:{id}")
}

#[security(depends = OAuth2, may_require = ["archive"])]
async fn only_misspelt(token: AccessToken) -> Result<(), Denial> {
    token.require("archiv")
}

#[security(depends = OAuth2, may_require = ["tenant:{id}"])]
async fn another_variable(token: AccessToken, tenant: axum::extract::Path<u32>) -> Result<(), Denial> {
    token.require("tenant:{tenant}")
}

fn main() {}
