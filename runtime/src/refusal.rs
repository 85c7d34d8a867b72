use axum_core::response::{IntoResponse, Response};
use http::header::WWW_AUTHENTICATE;
use http::{HeaderName, HeaderValue};

use crate::denial::Denial;
use crate::errors::Guarded;
use crate::graph::At;

const DPOP_NONCE: HeaderName = HeaderName::from_static("dpop-nonce");

/// The response to a request that does not reach its handler, behind a pointer: the results that
/// carry it stay small on the way that matters.
#[derive(Debug)]
pub struct Refusal(Box<Response>);

impl Refusal {
    /// The refusal that `rejection` answers with.
    pub fn new(rejection: impl IntoResponse) -> Self {
        Self(Box::new(rejection.into_response()))
    }

    /// The same for an error of what runs at `at`, which is never answered with a success.
    pub fn by(error: impl IntoResponse, at: At) -> Self {
        Self::new(Guarded::new(error, at))
    }

    /// Why the request's credentials were refused, if they were.
    pub(crate) fn denial(&self) -> Option<Denial> {
        self.0.extensions().get().copied()
    }

    /// What a client may present instead.
    pub(crate) fn challenges(&self) -> impl Iterator<Item = &HeaderValue> {
        self.0.headers().get_all(WWW_AUTHENTICATE).iter()
    }

    /// The nonce that a proof of possession needs (RFC 9449 section 9).
    pub(crate) fn nonce(&self) -> Option<&HeaderValue> {
        self.0.headers().get(DPOP_NONCE)
    }

    /// Tells the client the nonce that a proof of possession needs.
    pub(crate) fn add_nonce(&mut self, nonce: HeaderValue) {
        self.0.headers_mut().insert(DPOP_NONCE, nonce);
    }

    /// Adds what a client may present as well, unless it is known.
    pub(crate) fn add_challenge(&mut self, challenge: HeaderValue) {
        if !self.challenges().any(|known| *known == challenge) {
            self.0.headers_mut().append(WWW_AUTHENTICATE, challenge);
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        *self.0
    }
}
