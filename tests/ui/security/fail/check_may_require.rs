use scopegate::{AccessToken, Denial, SecurityScheme, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("items" = "Read items.", "archive" = "Read what is archived.", "tenant:{id}" = "Act for a tenant."))]
struct OAuth2;

#[security(depends = OAuth2, may_require = ["archiv"])]
async fn misspelt(token: AccessToken) -> Result<(), Denial> {
    token.require("archiv")
}

#[security(depends = OAuth2, may_require = ["items", "archive"])]
async fn never_required(token: AccessToken) -> Result<(), Denial> {
    token.require("items")
}

#[security(depends = OAuth2, may_require = any("items", "archive"))]
async fn alternatives(token: AccessToken) -> Result<(), Denial> {
    token.require("items").or(token.require("archive"))
}

#[security(depends = OAuth2, may_require = ["tenant:7"])]
async fn a_value(token: AccessToken, id: String) -> Result<(), Denial> {
    token.require("tenant:{id}")
}

#[security(depends = OAuth2, may_require = [])]
async fn empty(token: AccessToken) {}

#[security(depends = OAuth2, may_require = "items")]
async fn no_list(token: AccessToken) -> Result<(), Denial> {
    token.require("items")
}

#[security(public, may_require = ["items"])]
async fn nobody() {
    let _: fn(AccessToken) = |token| drop(token.require("items"));
}

#[security]
async fn on_a_parameter(
    #[security(depends = OAuth2, may_require = ["items"])] token: AccessToken,
) {
}

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), cookie = "token")]
struct Cookie;

#[security(depends = any(OAuth2, Cookie), may_require = ["archive"])]
async fn of_one_alternative(token: AccessToken) -> Result<(), Denial> {
    token.require("archive")
}

fn main() {}
