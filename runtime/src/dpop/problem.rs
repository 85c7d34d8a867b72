//! Problems in the configuration.

use std::fmt;
use std::time::Duration;

use crate::crypto::Algorithm;

/// The maximum age of a proof. One that could be used for longer would be a token itself.
pub(super) const MAX_AGE: Duration = Duration::from_secs(300);

/// The maximum leeway.
pub(super) const MAX_LEEWAY: Duration = Duration::from_secs(60);

/// All problems of a configuration that is unsafe, or could never accept a proof.
///
/// ```
/// use std::time::Duration;
///
/// use scopegate::dpop::Dpop;
///
/// let error = Dpop::builder().max_age(Duration::from_secs(3600)).build().unwrap_err();
/// let problems: Vec<_> = error.problems().collect();
/// assert!(problems[0].starts_with("there is no public URL"));
/// assert_eq!(problems[1], "the maximum age of a proof is 0 or over 300 seconds");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DpopConfigError {
    problems: Vec<Problem>,
}

impl DpopConfigError {
    pub(super) fn new(problems: Vec<Problem>) -> Self {
        Self { problems }
    }

    /// The problems, one sentence each.
    pub fn problems(&self) -> impl ExactSizeIterator<Item = String> {
        self.problems.iter().map(ToString::to_string)
    }
}

impl fmt::Display for DpopConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DPoP proofs cannot be checked safely with this configuration")?;
        self.problems
            .iter()
            .try_for_each(|problem| write!(f, "\n- {problem}"))
    }
}

impl std::error::Error for DpopConfigError {}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Problem {
    #[error(
        "there is no public URL: set the URL at which clients reach the service with `public_url`, such as \
         `https://api.example.com` (the `Host` header of a request cannot be trusted)"
    )]
    NoUrl,
    #[error(
        "public URL {0} is invalid: write `http` or `https`, a host and optionally a path, without query and \
         fragment"
    )]
    Url(usize),
    #[error("there is no algorithm: name one with `algorithms`, or leave the default")]
    NoAlgorithm,
    #[error("{0} uses a shared secret, which proves nothing here: name asymmetric algorithms")]
    Symmetric(Algorithm),
    #[error("the maximum age of a proof is 0 or over {max} seconds", max = MAX_AGE.as_secs())]
    Age,
    #[error("the leeway is over {max} seconds: synchronize the clocks instead", max = MAX_LEEWAY.as_secs())]
    Leeway,
    #[error("there is no room to remember a proof: all of them would be refused")]
    Capacity,
    #[error(
        "the secret for nonces has {0} bytes, fewer than 32: make one with `openssl rand -hex 32`"
    )]
    ShortSecret(usize),
}
