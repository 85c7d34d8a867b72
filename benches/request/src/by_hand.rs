//! What is written without scopegate: an extractor on jsonwebtoken, and a list of scopes at each route.

use std::sync::Arc;

use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;

use crate::application::{User, find, items_of};
use crate::tokens::{AUDIENCE, ED25519_PUBLIC, ISSUER, P256_PUBLIC, RSA_PUBLIC, SECRET};

struct Keys {
    key: DecodingKey,
    validation: Validation,
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    scope: String,
}

struct Authenticated {
    user: User,
    scopes: Vec<String>,
}

fn refuse(error: &'static str) -> Response {
    let status = if error == "insufficient_scope" {
        StatusCode::FORBIDDEN
    } else {
        StatusCode::UNAUTHORIZED
    };
    let challenge = format!("Bearer error=\"{error}\"");
    (status, [(WWW_AUTHENTICATE, challenge)]).into_response()
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Bearer ")
}

impl FromRequestParts<Arc<Keys>> for Authenticated {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, keys: &Arc<Keys>) -> Result<Self, Response> {
        let token = bearer(&parts.headers).ok_or_else(|| refuse("invalid_request"))?;
        let Keys { key, validation } = &**keys;
        let token = jsonwebtoken::decode::<Claims>(token, key, validation);
        let claims = token.map_err(|_| refuse("invalid_token"))?.claims;
        let user = find(&claims.sub).ok_or_else(|| refuse("invalid_token"))?;
        let scopes = claims.scope.split(' ').map(str::to_owned).collect();
        Ok(Self { user, scopes })
    }
}

async fn items(authenticated: Authenticated) -> Response {
    let Authenticated { user, scopes } = authenticated;
    for required in ["me", "items"] {
        if !scopes.iter().any(|scope| scope == required) {
            return refuse("insufficient_scope");
        }
    }
    if user.disabled {
        return StatusCode::BAD_REQUEST.into_response();
    }
    items_of(&user).into_response()
}

pub(crate) fn router(algorithm: Algorithm) -> Router {
    let key = match algorithm {
        Algorithm::HS256 => Ok(DecodingKey::from_secret(SECRET)),
        Algorithm::RS256 => DecodingKey::from_rsa_pem(RSA_PUBLIC.as_bytes()),
        Algorithm::ES256 => DecodingKey::from_ec_pem(P256_PUBLIC.as_bytes()),
        _ => DecodingKey::from_ed_pem(ED25519_PUBLIC.as_bytes()),
    };
    let mut validation = Validation::new(algorithm);
    if algorithm != Algorithm::HS256 {
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
    }
    let key = key.expect("a key");
    let keys = Arc::new(Keys { key, validation });
    Router::new().route("/items", get(items)).with_state(keys)
}
