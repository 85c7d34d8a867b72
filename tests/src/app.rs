//! The state of the services under test, and tokens that they accept.

use std::mem::take;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::FromRef;
use scopegate::{TokenIssuer, Verifier};

/// The secret of tests that do not need another key.
pub const SECRET: &str = "a secret of these tests, at least 32 bytes";

/// The state of most services under test.
#[derive(Debug, Clone)]
pub struct App {
    /// Verifies tokens.
    pub verifier: Verifier,
    /// Records what ran.
    pub journal: Journal,
}

impl App {
    /// With this verifier.
    #[must_use]
    pub fn with(verifier: Verifier) -> Self {
        let journal = Journal::default();
        Self { verifier, journal }
    }
}

/// Accepts the tokens of [`token`].
impl Default for App {
    fn default() -> Self {
        Self::with(verifier())
    }
}

impl FromRef<App> for Verifier {
    fn from_ref(app: &App) -> Self {
        app.verifier.clone()
    }
}

impl FromRef<App> for Journal {
    fn from_ref(app: &App) -> Self {
        app.journal.clone()
    }
}

/// What ran, in its order.
#[derive(Debug, Clone, Default)]
pub struct Journal(Arc<Mutex<Vec<String>>>);

impl Journal {
    /// Adds an entry.
    pub fn note(&self, what: impl Into<String>) {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.push(what.into());
    }

    /// What ran since the last call.
    #[must_use]
    pub fn take(&self) -> Vec<String> {
        take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Accepts the tokens of [`token`].
///
/// # Panics
/// Never: the secret is long enough.
#[must_use]
pub fn verifier() -> Verifier {
    Verifier::hs256(SECRET).expect("a long secret")
}

/// A token of `johndoe` with these scopes.
#[must_use]
pub fn token(scopes: &[&str]) -> String {
    token_of("johndoe", scopes)
}

/// The `Authorization` header with a token of `johndoe` that has these scopes.
#[must_use]
pub fn bearer(scopes: &[&str]) -> String {
    format!("Bearer {}", token(scopes))
}

/// A token of anyone with these scopes.
///
/// # Panics
/// If a scope is not valid.
#[must_use]
pub fn token_of(subject: &str, scopes: &[&str]) -> String {
    let issuer = TokenIssuer::hs256(SECRET).expect("a long secret");
    issuer.issue(subject, scopes).expect("scopes")
}
