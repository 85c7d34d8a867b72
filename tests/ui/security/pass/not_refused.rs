//! What looks like a mistake, and is none.

#![deny(warnings)]
#![allow(unexpected_cfgs)]

use std::future::{Future, ready};
use std::pin::Pin;

use axum::Json;
use axum::extract::Path;
use scopegate::routing::get;
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("items" = "Read items."))]
struct OAuth2;

#[derive(Clone)]
struct User;

#[dependency(depends = OAuth2)]
fn user(_token: AccessToken) -> User {
    User
}

#[dependency]
fn db() -> u32 {
    1
}

/// Parameters that exist in some builds only.
#[security]
async fn conditional(
    #[security(scopes = ["items"], depends = user)] _user: User,
    #[cfg(any())]
    #[security(depends = missing)]
    _missing: Missing,
    #[cfg(all())]
    #[security(depends = db)]
    db: u32,
    #[cfg(any())] _other: Missing,
    #[cfg(not(any()))] Path(id): Path<u32>,
) -> String {
    format!("{id} {db}")
}

/// The same of a dependency.
#[dependency]
fn conditional_dependency(
    #[cfg(any())]
    #[security(depends = missing)]
    _missing: Missing,
    #[security(depends = user)] user: User,
    #[cfg(any())] _other: Missing,
) -> User {
    user
}

#[security(depends = conditional_dependency)]
fn of_conditional(#[cfg(all())] _user: User) {}

/// Functions in parts, from `macro_rules!`.
macro_rules! handler {
    ($name:ident, $user:ty, $body:block) => {
        #[security(depends = user)]
        async fn $name(_user: $user) -> &'static str $body
    };
}
handler!(from_parts, User, { "items" });

macro_rules! guarded {
    ($item:item) => {
        #[security(depends = user)]
        $item
    };
}
guarded! {
    async fn whole(_user: User) -> &'static str {
        "items"
    }
}

#[derive(serde::Serialize)]
struct FutureEvent;

#[security(public)]
fn named_like_a_future() -> Json<FutureEvent> {
    Json(FutureEvent)
}

#[security(public)]
fn list_of_what_is_named_like_a_future() -> Result<Json<Vec<FutureEvent>>, String> {
    Ok(Json(Vec::new()))
}

#[security(public)]
fn future() -> impl Future<Output = &'static str> + Send {
    ready("items")
}

#[security(public)]
fn boxed() -> Pin<Box<dyn Future<Output = &'static str> + Send>> {
    Box::pin(ready("items"))
}

type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

#[security(public)]
fn alias() -> BoxFuture<&'static str> {
    Box::pin(ready("items"))
}

#[security(public)]
fn with_an_item() -> String {
    struct Inner;
    impl Inner {
        fn new() -> Self {
            Self
        }
    }
    let _ = Inner::new();
    String::new()
}

macro_rules! text {
    (Self) => {
        "items"
    };
}

#[security(public)]
fn with_a_macro() -> &'static str {
    text!(Self)
}

type Maybe<T> = Option<T>;

/// An alias of an `Option`.
#[security(optional, depends = user)]
async fn alias_of_an_option(user: Maybe<User>) -> String {
    user.map(|_| "known".to_owned()).unwrap_or_default()
}

/// An application's own extractors, named like others that no dependency can extract.
mod own {
    use std::convert::Infallible;

    use axum::extract::FromRequestParts;
    use axum::http::request::Parts;

    pub struct Form;
    pub struct ApiKey;

    impl<S: Sync> FromRequestParts<S> for Form {
        type Rejection = Infallible;

        async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Infallible> {
            Ok(Self)
        }
    }

    impl<S: Sync> FromRequestParts<S> for ApiKey {
        type Rejection = Infallible;

        async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Infallible> {
            Ok(Self)
        }
    }
}

#[dependency]
fn own_extractors(_form: own::Form, _key: own::ApiKey) {}

#[security(public, depends = own_extractors)]
async fn of_own_extractors(_: ()) {}

fn main() {
    let _ = SecureRouter::<Verifier>::new()
        .route("/conditional/{id}", get(conditional))
        .route("/of_conditional", get(of_conditional))
        .route("/from_parts", get(from_parts))
        .route("/whole", get(whole))
        .route("/event", get(named_like_a_future))
        .route("/events", get(list_of_what_is_named_like_a_future))
        .route("/future", get(future))
        .route("/boxed", get(boxed))
        .route("/maybe", get(alias_of_an_option))
        .route("/own", get(of_own_extractors))
        .route("/alias", get(alias))
        .route("/with_an_item", get(with_an_item))
        .route("/with_a_macro", get(with_a_macro));
}
