//! What cannot be avoided to answer a request with an HS256 token: no route is protected by this, it only costs as little
//! as one could.

use std::sync::Arc;
use std::time::SystemTime;

use aws_lc_rs::hmac;
use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use crate::application::{User, find, items_of};
use crate::tokens::SECRET;

#[derive(Deserialize)]
struct Header<'t> {
    alg: &'t str,
}

#[derive(Deserialize)]
struct Claims<'t> {
    sub: &'t str,
    scope: &'t str,
    exp: u64,
}

struct Authorized(User);

impl FromRequestParts<Arc<hmac::Key>> for Authorized {
    type Rejection = StatusCode;

    async fn from_request_parts(
        parts: &mut Parts,
        key: &Arc<hmac::Key>,
    ) -> Result<Self, StatusCode> {
        authorize(parts, key)
            .ok_or(StatusCode::UNAUTHORIZED)
            .map(Self)
    }
}

fn authorize(parts: &Parts, key: &hmac::Key) -> Option<User> {
    let token = parts
        .headers
        .get(AUTHORIZATION)?
        .as_bytes()
        .strip_prefix(b"Bearer ")?;
    let token = str::from_utf8(token).ok()?;
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, payload) = signed.split_once('.')?;
    let mut buffer = [0; 1024];
    let length = URL_SAFE_NO_PAD.decode_slice(header, &mut buffer).ok()?;
    let header: Header<'_> = serde_json::from_slice(&buffer[..length]).ok()?;
    if header.alg != "HS256" {
        return None;
    }
    let length = URL_SAFE_NO_PAD.decode_slice(signature, &mut buffer).ok()?;
    hmac::verify(key, signed.as_bytes(), &buffer[..length]).ok()?;
    let length = URL_SAFE_NO_PAD.decode_slice(payload, &mut buffer).ok()?;
    let claims: Claims<'_> = serde_json::from_slice(&buffer[..length]).ok()?;
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .ok()?;
    let granted = |required| claims.scope.split(' ').any(|scope| scope == required);
    if now.as_secs() >= claims.exp || !granted("me") || !granted("items") {
        return None;
    }
    find(claims.sub)
}

async fn items(Authorized(user): Authorized) -> Response {
    if user.disabled {
        return StatusCode::BAD_REQUEST.into_response();
    }
    items_of(&user).into_response()
}

pub(crate) fn router() -> Router {
    let key = Arc::new(hmac::Key::new(hmac::HMAC_SHA256, SECRET));
    Router::new().route("/items", get(items)).with_state(key)
}
