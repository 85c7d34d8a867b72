//! Types whose names say that they are wrong, and that are right.

#![deny(warnings)]

use std::convert::Infallible;
use std::marker::PhantomData;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use scopegate::routing::{get, post};
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("items" = "Read items."))]
struct OAuth2PasswordBearer;

type Name = String;
type Maybe<T> = Option<T>;
type Token = AccessToken;

#[dependency(depends = OAuth2PasswordBearer)]
fn name(token: Token) -> String {
    token.into_claims().sub.unwrap_or_default()
}

#[dependency(depends = name)]
pub fn length(name: Name) -> usize {
    name.len()
}

/// They read no body, and are no token.
mod own {
    use super::*;

    pub struct Json<T>(pub PhantomData<T>);
    pub struct ApiKey;

    impl<S: Sync, T> FromRequestParts<S> for Json<T> {
        type Rejection = Infallible;

        async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Infallible> {
            Ok(Self(PhantomData))
        }
    }

    impl<S: Sync> FromRequestParts<S> for ApiKey {
        type Rejection = Infallible;

        async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Infallible> {
            Ok(Self)
        }
    }
}

#[security(depends = name)]
pub async fn alias(mut name: Name) -> String {
    name.push('!');
    name
}

#[security(optional, depends = name)]
async fn alias_of_an_option(name: Maybe<Name>) -> String {
    name.unwrap_or_default()
}

#[security(scopes = ["items"], depends = OAuth2PasswordBearer)]
async fn alias_of_a_token(Token { .. }: Token) {}

#[security(scopes = ["items"], depends = name)]
async fn own_extractors(
    name: Name,
    own::Json(phantom): own::Json<u8>,
    key: own::ApiKey,
    axum::Json(body): axum::Json<String>,
) -> String {
    let own::ApiKey = key;
    let PhantomData::<u8> = phantom;
    name + &body
}

#[security]
async fn generic<T: Send + 'static>(
    own::Json(PhantomData): own::Json<T>,
    #[security(depends = name)] name: Name,
    #[security(depends = length)] length: usize,
    key: own::ApiKey,
) -> String {
    drop(key);
    format!("{name} {length}")
}

#[derive(Clone, FromRef)]
struct App {
    verifier: Verifier,
}

fn main() {
    let verifier = Verifier::hs256([7; 32]).unwrap();
    let _ = SecureRouter::new()
        .route("/alias", get(alias).put(alias_of_an_option).patch(alias_of_a_token))
        .route("/own", post(own_extractors).put(generic::<u8>))
        .with_state::<()>(App { verifier });
    let _: axum::Router<App> = axum::Router::new().route("/own", axum::routing::post(own_extractors));
}
