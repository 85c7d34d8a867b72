//! Routes of scopegate.

use axum::http::StatusCode;
use axum::{Json, Router};
use scopegate::routing::get;
use scopegate::{
    AccessToken, Algorithm, Denial, SecureRouter, SecurityScheme, Verifier, dependency, security,
};

use crate::application::{Item, User, find, items_of, nobody};
use crate::tokens::{AUDIENCE, ED25519_PUBLIC, ISSUER, P256_PUBLIC, RSA_PUBLIC, SECRET};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Who you are.", "items" = "Your items."))]
struct OAuth2PasswordBearer;

#[security(public)]
async fn public() -> Json<[Item; 1]> {
    items_of(nobody())
}

#[security(scopes = ["me", "items"], depends = OAuth2PasswordBearer)]
async fn one(token: AccessToken) -> Result<Json<[Item; 1]>, Denial> {
    let user = find(token.claims().sub.as_deref().unwrap_or_default());
    Ok(items_of(&user.ok_or_else(|| token.deny())?))
}

#[dependency(depends = OAuth2PasswordBearer)]
async fn current_user(token: AccessToken) -> Result<User, Denial> {
    let user = find(token.claims().sub.as_deref().unwrap_or_default());
    user.ok_or_else(|| token.deny())
}

#[dependency(scopes = ["me"], depends = current_user)]
async fn active_user(user: User) -> Result<User, StatusCode> {
    if user.disabled {
        return Err(StatusCode::BAD_REQUEST);
    }
    Ok(user)
}

/// The tutorial's.
#[security(scopes = ["items"], depends = active_user)]
async fn three(user: User) -> Json<[Item; 1]> {
    items_of(&user)
}

/// Nodes that several others depend on.
#[security]
async fn shared(
    #[security(scopes = ["items"], depends = active_user)] user: User,
    #[security(depends = current_user)] same: User,
    #[security(scopes = ["me"], depends = OAuth2PasswordBearer)] token: AccessToken,
) -> Result<Json<[Item; 1]>, Denial> {
    if same.email != user.email {
        return Err(token.deny());
    }
    Ok(items_of(&user))
}

macro_rules! link {
    ($name:ident depends on $below:ident) => {
        #[dependency(depends = $below)]
        async fn $name(user: User) -> User {
            user
        }
    };
}

link!(third depends on active_user);
link!(fourth depends on third);
link!(fifth depends on fourth);
link!(sixth depends on fifth);
link!(seventh depends on sixth);
link!(eighth depends on seventh);
link!(ninth depends on eighth);

#[security(scopes = ["items"], depends = ninth)]
async fn ten(user: User) -> Json<[Item; 1]> {
    items_of(&user)
}

pub(crate) fn router(verifier: Verifier) -> Router {
    SecureRouter::new()
        .route("/public", get(public))
        .route("/1", get(one))
        .route("/3", get(three))
        .route("/10", get(ten))
        .route("/shared", get(shared))
        .with_state(verifier)
        .into_router()
}

pub(crate) fn by_secret(cache: usize) -> Verifier {
    let builder = Verifier::builder().hs256(SECRET).cache_tokens(cache);
    builder.build().expect("a verifier")
}

pub(crate) fn by_key(cache: usize, algorithm: Algorithm) -> Verifier {
    of_issuer(cache, algorithm, ISSUER)
}

pub(crate) fn by_issuer(cache: usize) -> Verifier {
    let issuers = ["https://one.example", "https://another.example", ISSUER];
    let verifiers = issuers.map(|issuer| of_issuer(cache, Algorithm::ES256, issuer));
    Verifier::by_issuer(verifiers).expect("a verifier")
}

fn of_issuer(cache: usize, algorithm: Algorithm, issuer: &str) -> Verifier {
    let pem = match algorithm {
        Algorithm::RS256 => RSA_PUBLIC,
        Algorithm::ES256 => P256_PUBLIC,
        _ => ED25519_PUBLIC,
    };
    let builder = Verifier::builder()
        .public_key_pem(algorithm, pem)
        .issuer(issuer)
        .audience(AUDIENCE)
        .token_type("at+jwt")
        .cache_tokens(cache);
    builder.build().expect("a verifier")
}
