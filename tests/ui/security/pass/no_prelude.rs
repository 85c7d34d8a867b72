//! Generated code needs no prelude, and no name that a module may have given to something else.

#![no_implicit_prelude]
#![deny(warnings)]
#![allow(dead_code, non_camel_case_types)]

struct Result;
struct Option;
struct Ok;
struct Err;
struct Vec;
struct Send;
struct Sync;
struct Default;
struct Future;
struct u8;
struct usize;
struct str;
mod core {}
mod std {}
mod axum_core {}
mod http {}

#[derive(::scopegate::SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("items" = "Read items."))]
struct Scheme;

struct User;

#[::scopegate::dependency(depends = Scheme)]
async fn get_user(_token: ::scopegate::AccessToken) -> ::std::result::Result<User, ::scopegate::Denial> {
    ::std::result::Result::Ok(User)
}

#[::scopegate::dependency]
fn option() -> Option {
    Option
}

#[::scopegate::dependency(scopes = ["items"], depends = get_user)]
fn get_vec(_user: User, _scopes: ::scopegate::SecurityScopes) -> Vec {
    Vec
}

#[::scopegate::security(scopes = ["items"], depends = get_vec)]
async fn handler(_vec: Vec) {}

#[::scopegate::security(public, depends = option)]
async fn optional(_option: Option) {}

#[::scopegate::security(public)]
async fn public() {}

fn main() {
    let _: ::axum::Router<::scopegate::Verifier> = ::axum::Router::new()
        .route("/", ::axum::routing::get(handler))
        .route("/optional", ::axum::routing::get(optional))
        .route("/public", ::axum::routing::get(public));
}
