//! Scopes of some requests: in closures, macros, captured literals and templates.

use axum::extract::Path;
use scopegate::{AccessToken, ApiKey, Denial, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("items" = "Read items.", "{org}/{repo}" = "A repository."))]
struct OAuth2;

struct Caller {
    token: AccessToken,
}

#[dependency(depends = OAuth2)]
fn caller(token: AccessToken) -> Caller {
    Caller { token }
}

#[security(depends = caller, may_require = ["items", "{org}/{repo}"])]
async fn handler(caller: Caller, Path((org, repo)): Path<(u8, String)>) -> Result<String, Denial> {
    let check = || caller.token.require("items");
    assert!(matches!(check(), Ok(()) | Err(_)));
    caller.token.require("{org}/{repo}",)?;
    Ok(format!("{org}/{repo}"))
}

macro_rules! handlers {
    ($($name:ident $scope:literal)*) => {
        $(
            #[security(depends = OAuth2, may_require = [$scope])]
            async fn $name(token: AccessToken) -> Result<(), Denial> {
                token.require($scope)
            }
        )*
    };
}

handlers!(first "items" second "items");

#[derive(SecurityScheme)]
#[api_key(header = "X-Key", scopes("items" = "Read items."))]
struct Key;

#[dependency(depends = Key, may_require = ["items"])]
fn key(key: ApiKey) -> Result<(), Denial> {
    key.require("items", |scope| scope == key.as_str())
}

#[security(depends = key)]
async fn by_key(_: ()) {}

/// A method of the same name.
struct Registry;

impl Registry {
    fn require(&self, _: &str) {}
}

#[security(depends = OAuth2, may_require = ["items"])]
async fn two_methods(token: AccessToken) -> Result<(), Denial> {
    Registry.require("something else");
    token.require("items")
}

fn main() {
    let _: axum::Router<scopegate::Verifier> = axum::Router::new()
        .route("/{org}/{repo}", axum::routing::get(handler))
        .route("/a", axum::routing::get(first).post(second).put(two_methods))
        .route("/b", axum::routing::get(by_key));
}
