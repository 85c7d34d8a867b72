//! `axum-jwt-auth`: it verifies the token, and leaves its scopes to the application.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use axum_jwt_auth::{Claims, Decoder, LocalDecoder};
use jsonwebtoken_10::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;

use crate::application::Item;
use crate::tokens::SECRET;

#[derive(Deserialize)]
struct Granted {
    sub: String,
    scope: String,
}

async fn items(token: Claims<Granted>) -> Result<Json<[Item; 1]>, StatusCode> {
    if !super::has_scopes(&token.claims.scope) {
        return Err(StatusCode::FORBIDDEN);
    }
    super::items(&token.claims.sub)
}

pub(crate) fn router() -> Router {
    let mut validation = Validation::new(Algorithm::HS256);
    // It insists on an audience. A token without one is accepted.
    validation.set_audience(&["items"]);
    let decoder = LocalDecoder::builder()
        .keys(vec![DecodingKey::from_secret(SECRET)])
        .validation(validation)
        .build();
    let decoder: Decoder<Granted> = Arc::new(decoder.expect("a decoder"));
    Router::new()
        .route("/items", get(items))
        .with_state(decoder)
}
