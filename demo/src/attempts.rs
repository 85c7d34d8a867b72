//! Attempts to log in: what is too much is refused before its form is read.

use std::net::IpAddr;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;

use crate::clients::{TrustedProxies, network};
use crate::error::ApiError;
use crate::limits::LoginLimits;
use crate::passwords;

/// An attempt to log in that may go on. As a parameter, it stands before the form.
#[derive(Debug)]
pub struct LoginAttempt {
    client: IpAddr,
    limits: LoginLimits,
}

impl LoginAttempt {
    /// Counts the attempt for the account that the form names.
    ///
    /// # Errors
    /// 429 if it is one too many, 503 if there is no place in the queue of passwords.
    pub fn at(&self, account: &str) -> Result<(), ApiError> {
        self.limits.check_account(self.client, account)?;
        if passwords::too_many() {
            return Err(ApiError::Unavailable);
        }
        Ok(())
    }

    /// The password was right.
    pub fn succeeded(self, account: &str) {
        self.limits.succeeded(self.client, account);
    }
}

impl<S> FromRequestParts<S> for LoginAttempt
where
    S: Send + Sync,
    LoginLimits: FromRef<S>,
    TrustedProxies: FromRef<S>,
{
    type Rejection = ApiError;

    /// 429 for a client that tries too often.
    async fn from_request_parts(request: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let limits = LoginLimits::from_ref(state);
        let client = network(TrustedProxies::from_ref(state).client(request));
        limits.check_client(client)?;
        Ok(Self { client, limits })
    }
}
