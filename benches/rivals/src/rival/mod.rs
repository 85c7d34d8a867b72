//! The route of FastAPI's tutorial with each rival: a token with `me` and `items`, of a user who is not disabled.

pub(crate) mod actix;
pub(crate) mod aliri;
pub(crate) mod axum_jwt_auth;
pub(crate) mod huskarl;
pub(crate) mod oauth_resource_server;
pub(crate) mod poem;
pub(crate) mod tower_oauth2;

use axum::Json;
use axum::http::StatusCode;

use crate::application::{Item, User, find, items_of};

/// What all do with the subject of a token.
fn user(sub: &str) -> Result<User, StatusCode> {
    let user = find(sub).ok_or(StatusCode::UNAUTHORIZED)?;
    if user.disabled {
        return Err(StatusCode::BAD_REQUEST);
    }
    Ok(user)
}

fn items(sub: &str) -> Result<Json<[Item; 1]>, StatusCode> {
    user(sub).map(|user| items_of(&user))
}

/// What all do that leave scopes to the application.
fn has_scopes(granted: &str) -> bool {
    let has = |required| granted.split(' ').any(|scope| scope == required);
    has("me") && has("items")
}

/// The key of the RS256 tokens as a JWK.
fn rsa_jwk() -> String {
    let key = include_str!("../../../../runtime/src/token/testdata/rsa.jwk.json").trim_end();
    let key = key.strip_suffix('}').expect("an object");
    format!(r#"{key},"kid":"2026-01","alg":"RS256","use":"sig"}}"#)
}

fn jwks() -> String {
    format!(r#"{{"keys":[{}]}}"#, rsa_jwk())
}
