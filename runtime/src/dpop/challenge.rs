//! The challenge that tells a client how to prove possession.

use http::HeaderValue;

use super::DpopError;
use crate::challenge::{Challenge, DPOP, Parameter};

/// A value of `WWW-Authenticate` ([RFC 9449 section 7.1](https://www.rfc-editor.org/rfc/rfc9449#section-7.1)). Created
/// by [`Dpop::challenge`](super::Dpop::challenge).
///
/// ```
/// use scopegate::dpop::{Dpop, DpopError};
///
/// let dpop = Dpop::new("https://api.example.com")?;
/// let challenge = dpop.challenge().realm("items").refused(DpopError::Replayed).to_header_value();
/// assert_eq!(
///     challenge,
///     "DPoP realm=\"items\", error=\"invalid_dpop_proof\", error_description=\"The DPoP proof was used before\", \
///      algs=\"ES256 ES384 EdDSA PS256 PS384 PS512 RS256 RS384 RS512\""
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct DpopChallenge {
    /// Names and values.
    parameters: Vec<(&'static str, String)>,
    algorithms: String,
}

impl DpopChallenge {
    pub(crate) fn new(algorithms: String) -> Self {
        Self {
            parameters: Vec::new(),
            algorithms,
        }
    }

    /// Adds a realm (RFC 9110 section 11.5). An empty one is omitted.
    pub fn realm(self, realm: &str) -> Self {
        self.with("realm", realm)
    }

    /// Adds the required scopes (RFC 6750 section 3). An empty text is omitted.
    pub fn scope(self, scope: &str) -> Self {
        self.with("scope", scope)
    }

    /// Adds the reason why a proof was refused. [`DpopError::Nonce`] needs a `DPoP-Nonce` header as well, see
    /// [`Dpop::nonce`](super::Dpop::nonce).
    pub fn refused(self, error: DpopError) -> Self {
        self.error(error.code(), error.description())
    }

    /// Adds another reason, such as `invalid_token`.
    pub fn error(self, code: &str, description: &str) -> Self {
        self.with("error", code)
            .with("error_description", description)
    }

    /// The header value. Characters that are not allowed in a header are omitted.
    #[must_use]
    pub fn to_header_value(&self) -> HeaderValue {
        let given = self.parameters.iter();
        let given = given.map(|(name, value)| Parameter::text(name, value));
        let algorithms = Parameter::text("algs", &self.algorithms);
        let parameters: Vec<_> = given.chain([algorithms]).collect();
        let challenge = Challenge {
            scheme: DPOP,
            parameters: &parameters,
        };
        challenge.to_header_value()
    }

    fn with(mut self, name: &'static str, value: &str) -> Self {
        if !value.is_empty() {
            self.parameters.push((name, value.to_owned()));
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::{DpopChallenge, DpopError};

    fn challenge() -> DpopChallenge {
        DpopChallenge::new("ES256 PS256".to_owned())
    }

    #[test]
    fn parameters_stand_in_the_order_they_were_given() {
        for (challenge, expected) in [
            (challenge(), r#"DPoP algs="ES256 PS256""#),
            (
                challenge().realm("").scope(""),
                r#"DPoP algs="ES256 PS256""#,
            ),
            (
                challenge().realm("WallyWorld"),
                r#"DPoP realm="WallyWorld", algs="ES256 PS256""#,
            ),
            (
                challenge().error("invalid_token", "Gone").scope("items me"),
                r#"DPoP error="invalid_token", error_description="Gone", scope="items me", algs="ES256 PS256""#,
            ),
        ] {
            assert_eq!(challenge.to_header_value(), expected);
        }
    }

    #[test]
    fn a_refused_proof_is_named_as_the_rfc_says() {
        for (error, code) in [
            (DpopError::Signature, r#"error="invalid_dpop_proof""#),
            (DpopError::Missing, r#"error="invalid_dpop_proof""#),
            (DpopError::OtherKey, r#"error="invalid_token""#),
            (DpopError::Nonce, r#"error="use_dpop_nonce""#),
        ] {
            let value = challenge().refused(error).to_header_value();
            assert!(value.to_str().unwrap().contains(code), "{value:?}");
        }
    }
}
