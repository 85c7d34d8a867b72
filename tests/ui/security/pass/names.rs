//! Names: modules, re-exports, raw identifiers, functions inside of functions, and macros.

#![deny(warnings)]

use axum::Router;
use axum::routing::get;
use scopegate::{dependency, security};

mod r#mod {
    pub mod r#type {
        #[scopegate::dependency]
        pub fn r#fn() -> u32 {
            1
        }
    }

    pub use r#type::r#fn as renamed;
}

mod prelude {
    pub use crate::r#mod::r#type::*;
    pub use crate::r#mod::renamed;
}

use prelude::*;

#[security(public, depends = r#fn)]
async fn r#type(r#match: u32) -> String {
    r#match.to_string()
}

#[security(public, depends = renamed)]
async fn by_another_name(_: u32) {}

#[security(public, depends = prelude::r#fn)]
async fn by_path(_: u32) {}

#[security(public, depends = self::r#mod::r#type::r#fn)]
async fn by_long_path(_: u32) {}

#[security(public, depends = crate::r#mod::renamed)]
async fn by_crate_path(_: u32) {}

type Alias = scheme::OAuth2PasswordBearer;

mod scheme {
    #[derive(scopegate::SecurityScheme)]
    #[oauth2(password(token_url = "token"), scopes("items" = "Read items."))]
    pub struct OAuth2PasswordBearer;
}

#[security(scopes = ["items"], depends = Alias)]
async fn by_alias(_: scopegate::AccessToken) {}

macro_rules! handlers {
    ($($name:ident: $ty:ty, $depends:ident, [$($scope:literal),*];)*) => {$(
        #[security(scopes = [$($scope),*], depends = $depends)]
        async fn $name(value: $ty) -> String {
            let _: $ty = value;
            stringify!($name).to_owned()
        }
    )*};
}

macro_rules! dependency_with_path {
    ($name:ident, $path:path) => {
        #[dependency(depends = $path)]
        fn $name(value: u32) -> u32 {
            value
        }
    };
}

dependency_with_path!(of_a_macro, prelude::r#fn);

handlers! {
    first: scopegate::AccessToken, Alias, [];
    second: scopegate::AccessToken, Alias, ["items"];
    third: u32, of_a_user, ["items"];
}

#[dependency(depends = Alias)]
fn of_a_user(_: scopegate::AccessToken) -> u32 {
    3
}

#[security(public, depends = of_a_macro)]
async fn by_a_macro(_: u32) {}

fn routes() -> Router<scopegate::Verifier> {
    #[dependency]
    fn local() -> u32 {
        2
    }

    #[dependency(depends = local)]
    fn of_local(value: u32) -> u32 {
        value
    }

    #[security(public, depends = of_local)]
    async fn handler(value: u32) -> String {
        value.to_string()
    }

    Router::new().route("/local", get(handler))
}

fn main() {
    let _ = routes()
        .route("/type", get(r#type))
        .route("/name", get(by_another_name))
        .route("/path", get(by_path))
        .route("/long", get(by_long_path))
        .route("/crate", get(by_crate_path))
        .route("/alias", get(by_alias))
        .route("/first", get(first))
        .route("/second", get(second))
        .route("/third", get(third));
}
