//! Problems in a verifier's configuration.

use std::fmt;

use crate::crypto::KeyProblem;
use crate::token::keys;
use crate::token::policy::MAX_LEEWAY;

/// All problems of a configuration that is unsafe, or could never accept a token.
///
/// The text is for the operator of the service; it contains no secret and no key.
///
/// ```
/// use scopegate::Verifier;
///
/// let error = Verifier::builder().issuer("").audience("").build().unwrap_err();
/// assert_eq!(error.problems().len(), 3);
/// assert!(error.to_string().contains("an issuer is an empty string"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierError {
    problems: Vec<Problem>,
}

impl VerifierError {
    pub(crate) fn new(problems: Vec<Problem>) -> Self {
        Self { problems }
    }

    /// The problems, one sentence each.
    pub fn problems(&self) -> impl ExactSizeIterator<Item = String> {
        self.problems.iter().map(ToString::to_string)
    }
}

impl fmt::Display for VerifierError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("tokens cannot be handled safely with this configuration")?;
        self.problems
            .iter()
            .try_for_each(|problem| write!(f, "\n- {problem}"))
    }
}

impl std::error::Error for VerifierError {}

/// Other sources of keys, for the message.
const PROVIDER: &str = if cfg!(feature = "provider") {
    ", or name a provider with `discover`"
} else {
    ""
};

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Problem {
    #[error(
        "there is no key: add one with `hs256`, `public_key_pem` or `jwk`{}",
        PROVIDER
    )]
    NoKey,
    #[error("there are {0} keys, more than the {max} that a token without `kid` may try", max = keys::MAX_KEYS)]
    TooManyKeys(usize),
    #[error(
        "secrets and public keys are mixed: build one verifier for each kind (RFC 8725 section 3.1)"
    )]
    MixedKeys,
    #[error("two keys for the same algorithm have the `kid` of key {0}")]
    RepeatedKid(usize),
    #[error("key {index}: {problem}")]
    Key {
        /// Counted from 1.
        index: usize,
        problem: KeyProblem,
    },
    #[cfg(feature = "provider")]
    #[error("{0}")]
    Provider(crate::provider::ProviderProblem),
    #[cfg(feature = "provider")]
    #[error(
        "the keys come from the provider: build another verifier for the keys that are set here"
    )]
    KeysOfProvider,
    #[error("there is no verifier to choose from")]
    NoVerifier,
    #[error("verifier {0} has no issuer: set the one whose tokens it accepts with `issuer`")]
    VerifierOfNobody(usize),
    #[cfg(feature = "dpop")]
    #[error(
        "verifier {0} checks DPoP proofs, which only the combined verifier can do: call `with_dpop` on that one"
    )]
    InnerDpop(usize),
    #[error(
        "verifier {0} checks client certificates, which only the combined verifier can do: call `with_mtls` on that one"
    )]
    InnerMtls(usize),
    #[error("two verifiers have the issuer `{0}`")]
    RepeatedIssuer(String),
    #[error("an issuer is an empty string")]
    EmptyIssuer,
    #[error("an audience is an empty string")]
    EmptyAudience,
    #[error("a claim is named by an empty string")]
    NamelessClaim,
    #[error(
        "`audience_stand_in` has an empty value, `null`, `true` or `false`, which does not identify an audience"
    )]
    EmptyStandIn,
    #[error("`require` expects `null`, but a claim that is `null` counts as missing")]
    RequiredNull,
    #[error("the token type is an empty string")]
    EmptyTokenType,
    #[error("the leeway is over {max} seconds: synchronize the clocks instead", max = MAX_LEEWAY.as_secs())]
    Leeway,
}
