//! The public keys of an issuer (RFC 7517 section 5).

use axum_core::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use serde::Serialize;
use serde_json::Value;

use crate::crypto::KeyProblem;
use crate::token::keys::{Key, canonical_jwk};

/// How long clients may cache the document: a new key must be in it for that long before it signs.
const MAX_AGE: HeaderValue = HeaderValue::from_static("public, max-age=300");

/// A JWK Set ([RFC 7517 section 5](https://www.rfc-editor.org/rfc/rfc7517#section-5)): public keys only. Created by
/// [`TokenIssuer::jwks`](super::TokenIssuer::jwks).
///
/// As a response it is `application/jwk-set+json`, which may be cached for five minutes.
///
/// ```
/// # const PEM: &str = include_str!("../token/testdata/p256.private.pem");
/// use axum::Router;
/// use axum::routing::get;
/// use scopegate::{Algorithm, TokenIssuer};
///
/// let issuer = TokenIssuer::key_pair(Algorithm::ES256, "2026-11", PEM)?;
/// let jwks = issuer.jwks();
/// let router: Router = Router::new().route("/jwks.json", get(|| std::future::ready(jwks)));
/// # Ok::<(), scopegate::VerifierError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Jwks {
    keys: Vec<Value>,
}

impl Jwks {
    pub(super) fn of(keys: impl IntoIterator<Item = Value>) -> Self {
        Self {
            keys: keys.into_iter().collect(),
        }
    }

    /// Each key as JSON, for [`VerifierBuilder::jwk`](crate::VerifierBuilder::jwk).
    pub fn keys(&self) -> impl Iterator<Item = String> {
        self.keys.iter().map(ToString::to_string)
    }

    pub(super) fn kids(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().filter_map(|key| key["kid"].as_str())
    }
}

impl IntoResponse for Jwks {
    fn into_response(self) -> Response {
        let kind = HeaderValue::from_static("application/jwk-set+json");
        let body = serde_json::to_string(&self).unwrap_or_else(|_| unreachable!("a tree of JSON"));
        ([(CONTENT_TYPE, kind), (CACHE_CONTROL, MAX_AGE)], body).into_response()
    }
}

/// A public key with its `kid`, and only the members that clients need.
pub(super) fn published(kid: &str, jwk: &str) -> Result<Value, KeyProblem> {
    Key::jwk(None, jwk)?; // It must be able to verify.
    canonical_jwk(jwk, kid)
}
