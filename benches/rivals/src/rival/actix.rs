//! `actix-web-grants`, with `actix-web-httpauth` and jsonwebtoken as in its example.

use std::sync::LazyLock;

use actix_web::dev::ServiceRequest;
use actix_web::error::{ErrorBadRequest, ErrorUnauthorized};
use actix_web::web::{self, Json, ReqData, ServiceConfig};
use actix_web::{Error, HttpMessage, get};
use actix_web_grants::authorities::AttachAuthorities;
use actix_web_grants::protect;
use actix_web_httpauth::extractors::bearer::BearerAuth;
use actix_web_httpauth::middleware::HttpAuthentication;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;

use crate::application::{Item, User, find, items_of, nobody};
use crate::tokens::SECRET;

pub(crate) const BARE: &str = "/bare/items";
pub(crate) const GUARDED: &str = "/guarded/items";

/// Kept, unlike in the example, which makes both for each request.
static KEY: LazyLock<DecodingKey> = LazyLock::new(|| DecodingKey::from_secret(SECRET));
static RULES: LazyLock<Validation> = LazyLock::new(|| Validation::new(Algorithm::HS256));

#[derive(Deserialize)]
struct Claims {
    sub: String,
    scope: String,
}

async fn validate(
    request: ServiceRequest,
    token: BearerAuth,
) -> Result<ServiceRequest, (Error, ServiceRequest)> {
    let Ok(token) = jsonwebtoken::decode::<Claims>(token.token(), &KEY, &RULES) else {
        return Err((ErrorUnauthorized("invalid token"), request));
    };
    let Some(user) = find(&token.claims.sub) else {
        return Err((ErrorUnauthorized("invalid token"), request));
    };
    request.attach(token.claims.scope.split(' ').map(str::to_owned));
    request.extensions_mut().insert(user);
    Ok(request)
}

#[get("/items")]
async fn bare() -> Json<[Item; 1]> {
    Json(items_of(nobody()).0)
}

#[get("/items")]
#[protect("me", "items")]
async fn guarded(user: ReqData<User>) -> Result<Json<[Item; 1]>, Error> {
    if user.disabled {
        return Err(ErrorBadRequest("inactive user"));
    }
    Ok(Json(items_of(&user).0))
}

pub(crate) fn routes(config: &mut ServiceConfig) {
    let authentication = HttpAuthentication::bearer(validate);
    let protected = web::scope("/guarded").wrap(authentication).service(guarded);
    config
        .service(web::scope("/bare").service(bare))
        .service(protected);
}
