//! `aliri_axum`.

use aliri::jwa::{self, Hmac};
use aliri::jwt::{
    Audience, Audiences, CoreClaims, CoreValidator, Issuer, IssuerRef, Subject, SubjectRef,
};
use aliri::{Jwk, Jwks};
use aliri_axum::scope_guards;
use aliri_clock::UnixTime;
use aliri_oauth2::{Authority, HasScope, Scope};
use aliri_tower::Oauth2Authorizer;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;

use crate::application::Item;
use crate::tokens::{AUDIENCE, ISSUER, SECRET};

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Claims {
    iss: Option<Issuer>,
    #[serde(default)]
    aud: Audiences,
    sub: Subject,
    exp: UnixTime,
    scope: Scope,
}

impl CoreClaims for Claims {
    fn nbf(&self) -> Option<UnixTime> {
        None
    }

    fn exp(&self) -> Option<UnixTime> {
        Some(self.exp)
    }

    fn aud(&self) -> &Audiences {
        &self.aud
    }

    fn iss(&self) -> Option<&IssuerRef> {
        self.iss.as_deref()
    }

    fn sub(&self) -> Option<&SubjectRef> {
        Some(&self.sub)
    }
}

impl HasScope for Claims {
    fn scope(&self) -> &Scope {
        &self.scope
    }
}

scope_guards! {
    type Claims = Claims;

    scope Items = "me items";
}

async fn items(Items(claims): Items) -> Result<Json<[Item; 1]>, StatusCode> {
    super::items(claims.sub.as_str())
}

fn router(key: Jwk, validator: CoreValidator) -> Router {
    let mut keys = Jwks::default();
    keys.add_key(key);
    let authorizer = Oauth2Authorizer::new()
        .with_claims::<Claims>()
        .with_terse_error_handler();
    Router::new()
        .route("/items", get(items))
        .layer(authorizer.jwt_layer(Authority::new(keys, validator)))
}

pub(crate) fn by_secret() -> Router {
    let key = Jwk::from(Hmac::new(SECRET)).with_algorithm(jwa::Algorithm::HS256);
    let validator = CoreValidator::default()
        .add_approved_algorithm(jwa::Algorithm::HS256)
        .check_expiration();
    router(key, validator)
}

pub(crate) fn by_key() -> Router {
    let key = serde_json::from_str(&super::rsa_jwk()).expect("a key");
    let validator = CoreValidator::default()
        .add_approved_algorithm(jwa::Algorithm::RS256)
        .add_allowed_audience(Audience::from_static(AUDIENCE))
        .require_issuer(Issuer::from_static(ISSUER))
        .check_expiration();
    router(key, validator)
}
