use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum_core::response::{IntoResponse, Response};
use http::header::WWW_AUTHENTICATE;
use http::{HeaderName, HeaderValue, StatusCode};

use super::not_permitted::decided;
use super::{Denial, never_a_success};
use crate::graph::Requirement;

const DPOP_NONCE: HeaderName = HeaderName::from_static("dpop-nonce");

/// The response to a request that does not reach its handler.
///
/// A function that several parameters depend on refuses a request once, and each of them gets a copy. Only one copy
/// becomes the response.
#[derive(Clone)]
pub struct Refusal {
    /// Taken by the copy that became the response.
    response: Arc<Mutex<Option<Response>>>,
    /// What this copy adds.
    offered: Option<Box<Offered>>,
}

/// Alternative credentials that the response offers to the client.
#[derive(Debug, Clone, Default)]
pub(crate) struct Offered {
    challenges: Vec<HeaderValue>,
    /// The nonce that a proof of possession needs (RFC 9449 section 9).
    nonce: Option<HeaderValue>,
}

impl Offered {
    pub(crate) fn is_empty(&self) -> bool {
        self.challenges.is_empty() && self.nonce.is_none()
    }

    pub(crate) fn add_challenges(&mut self, challenges: impl IntoIterator<Item = HeaderValue>) {
        self.challenges.extend(challenges);
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.add_challenges(other.challenges);
        self.nonce = self.nonce.take().or(other.nonce);
    }

    /// Adds what the response does not offer already.
    fn add_to(self, response: &mut Response) {
        let headers = response.headers_mut();
        for challenge in self.challenges {
            let mut known = headers.get_all(WWW_AUTHENTICATE).iter();
            if !known.any(|known| *known == challenge) {
                headers.append(WWW_AUTHENTICATE, challenge);
            }
        }
        if let Some(nonce) = self.nonce {
            headers.insert(DPOP_NONCE, nonce);
        }
    }
}

impl Refusal {
    /// The refusal with the response of `rejection`.
    pub fn new(rejection: impl IntoResponse) -> Self {
        Self {
            response: Arc::new(Mutex::new(Some(rejection.into_response()))),
            offered: None,
        }
    }

    /// The same for an error of the function at `at`. Its status is never a success.
    pub fn by(error: impl IntoResponse, at: Requirement) -> Self {
        let response = decided(error.into_response(), at);
        Self::new(never_a_success(response, at.node().name, at.handler()))
    }

    /// Why the request's credentials were refused, if they were.
    pub(crate) fn denial(&self) -> Option<Denial> {
        self.lock().as_ref()?.extensions().get().cloned()
    }

    /// The alternative credentials that it offers.
    pub(crate) fn offered(&self) -> Offered {
        let mut offered = self.offered.as_deref().cloned().unwrap_or_default();
        if let Some(response) = &*self.lock() {
            let headers = response.headers();
            offered.add(Offered {
                challenges: headers.get_all(WWW_AUTHENTICATE).iter().cloned().collect(),
                nonce: headers.get(DPOP_NONCE).cloned(),
            });
        }
        offered
    }

    /// Adds alternative credentials to this copy.
    pub(crate) fn offer(&mut self, more: Offered) {
        if !more.is_empty() {
            self.offered.get_or_insert_default().add(more);
        }
    }

    /// Adds a challenge for alternative credentials.
    #[cfg(feature = "dpop")]
    pub(crate) fn add_challenge(&mut self, challenge: HeaderValue) {
        let mut offered = Offered::default();
        offered.add_challenges([challenge]);
        self.offer(offered);
    }

    /// Sends the client the nonce that a proof of possession needs.
    #[cfg(feature = "dpop")]
    pub(crate) fn add_nonce(&mut self, nonce: HeaderValue) {
        if let Some(response) = &mut *self.lock() {
            response.headers_mut().insert(DPOP_NONCE, nonce);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Response>> {
        self.response.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let response = self.lock().take();
        // The copy that became the response ends the request, so there is no second one.
        let Some(mut response) = response else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        if let Some(offered) = self.offered {
            offered.add_to(&mut response);
        }
        response
    }
}

/// Shows nothing of the response.
impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal").finish_non_exhaustive()
    }
}
