//! Scopes in claims that only some providers have.

use std::sync::atomic::{AtomicBool, Ordering};

use serde::Deserialize;
use serde_json::Value;

use super::claim_path::ClaimPath;
use super::values::OneOrMany;
use super::{GrantedScopes, TokenError};

/// A claim that scopes are taken from, in addition to `scope`, `scopes` and `scp`.
#[derive(Debug)]
pub(crate) struct ScopeSource {
    pub(crate) claim: ClaimPath,
    form: Form,
    /// Whether the claim was found once, or its absence was logged.
    is_settled: AtomicBool,
}

/// The form of the claim.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    /// A list of strings, or one string with this delimiter.
    Texts(char),
    /// An object whose member names are the scopes.
    Names,
}

impl ScopeSource {
    pub(crate) fn new(claim: String, form: Form) -> Self {
        Self {
            claim: ClaimPath::new(claim),
            form,
            is_settled: AtomicBool::new(false),
        }
    }

    /// Adds the scopes of a token with these claims.
    ///
    /// # Errors
    /// `InvalidClaim` if the claim has a different form.
    pub(crate) fn add(&self, claims: &Value, scopes: &mut GrantedScopes) -> Result<(), TokenError> {
        let Some(value) = self.claim.find(claims) else {
            self.warn();
            return Ok(());
        };
        self.is_settled.store(true, Ordering::Relaxed);
        match self.form {
            Form::Texts(delimiter) => {
                let texts = OneOrMany::deserialize(value);
                let texts = texts.map_err(|_| self.wrong("a string or a list of strings"))?;
                scopes.insert_claim(&texts, delimiter);
            }
            Form::Names => {
                let members = value.as_object().ok_or_else(|| self.wrong("an object"))?;
                let granted = members.iter().filter(|(_, value)| is_grant(value));
                scopes.insert_all(granted.map(|(name, _)| name.as_str()));
            }
        }
        Ok(())
    }

    /// A claim that is never present may be misspelt, and the only symptom would be missing scopes.
    fn warn(&self) {
        if !self.is_settled.swap(true, Ordering::Relaxed) {
            tracing::warn!(claim = %self.claim, "a token lacks the claim that contains its scopes");
        }
    }

    fn wrong(&self, expected: &str) -> TokenError {
        let error = TokenError::InvalidClaim("scope");
        super::refused::log(error, &self.claim, &expected);
        error
    }
}

/// Whether the member of an object grants the scope that it names: `"admin": false` does not.
fn is_grant(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Bool(true) | Value::Array(_) | Value::Object(_) => true,
    }
}
