//! Builds a verifier, or says everything that is wrong with it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::jwt::StaticKeys;
use super::keys::{Key, KeyProblem, MAX_KEYS};
use super::policy::{Policy, media_subtype};
use super::problem::Problem;
use super::{Algorithm, Verifier, VerifierError};
use crate::metrics::{Counter, Metrics};
use crate::revocation::{DynRevocation, Revocable, Revocation};

/// The longest leeway. Clocks that differ by more than minutes are broken (RFC 7519 section 4.1.4).
pub(super) const MAX_LEEWAY: Duration = Duration::from_secs(300);

/// Collects the keys and rules of a [`Verifier`]. Made by [`Verifier::builder`].
#[must_use = "a builder does nothing until `build`"]
#[derive(Default)]
pub struct VerifierBuilder {
    keys: Vec<Source>,
    policy: Policy,
    revocation: Option<Arc<dyn DynRevocation>>,
    counter: Counter,
    #[cfg(feature = "provider")]
    pub(crate) provider: crate::provider::Setup,
}

/// A key as it was given. A broken one is kept, to be reported with everything else.
struct Source {
    is_secret: bool,
    key: Result<Key, KeyProblem>,
}

impl VerifierBuilder {
    /// Accepts HS256 tokens made with this secret, of at least 32 random bytes
    /// ([RFC 7518 section 3.2](https://www.rfc-editor.org/rfc/rfc7518#section-3.2)). The bytes are used as they
    /// are: nothing is decoded from base64 or hexadecimal.
    pub fn hs256(self, secret: impl AsRef<[u8]>) -> Self {
        self.key(true, Key::hs256(secret.as_ref()))
    }

    /// Accepts tokens that `algorithm` and this public key verify: one PEM block `PUBLIC KEY` (or, for RSA,
    /// `RSA PUBLIC KEY`). RSA keys have 2048 to 8192 bits, or to 4096 with the feature `rust_crypto` alone.
    pub fn public_key_pem(self, algorithm: Algorithm, pem: impl AsRef<[u8]>) -> Self {
        self.key(false, Key::pem(algorithm, pem.as_ref()))
    }

    /// Accepts tokens that this public JWK ([RFC 7517](https://www.rfc-editor.org/rfc/rfc7517)) verifies, with
    /// its `alg` or the only algorithm of its curve. An RSA key without `alg` needs [`Self::jwk_with`].
    pub fn jwk(self, json: &str) -> Self {
        self.key(false, Key::jwk(None, json))
    }

    /// As [`Self::jwk`], with the algorithm named. A JWK that has another `alg` is refused.
    pub fn jwk_with(self, algorithm: Algorithm, json: &str) -> Self {
        self.key(false, Key::jwk(Some(algorithm), json))
    }

    /// Accepts tokens whose `iss` is exactly this one; repeat for several. Without any, `iss` is not compared.
    ///
    /// All keys count for all issuers, so authorities that do not trust each other need a verifier each
    /// ([RFC 8725 section 3.8](https://www.rfc-editor.org/rfc/rfc8725#section-3.8)).
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.policy.issuers.push(issuer.into());
        self
    }

    /// A name this service goes by; repeat for several. A token must name at least one of them in `aud`.
    /// Without any, a token that has `aud` is refused, for it is meant for someone else
    /// ([RFC 7519 section 4.1.3](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3)).
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.policy.audiences.push(audience.into());
        self
    }

    /// How far the issuer's clock may be from ours, for `exp` and `nbf`: 0 unless set, at most 300 seconds.
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.policy.leeway = leeway;
        self
    }

    /// Requires this `typ`, in any case and with or without `application/`. `at+jwt` accepts access tokens
    /// only and refuses ID tokens of the same issuer
    /// ([RFC 9068 section 4](https://www.rfc-editor.org/rfc/rfc9068#section-4)). Without it any `typ` passes.
    pub fn token_type(mut self, typ: impl AsRef<str>) -> Self {
        self.policy.token_type = Some(media_subtype(typ.as_ref()).to_owned());
        self
    }

    /// Requires a claim to have exactly this value. The claim is named by a JSON pointer
    /// ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)), such as `/tid`.
    ///
    /// ```
    /// # use scopegate::Verifier;
    /// // Keycloak says so what kind of token it is.
    /// let builder = Verifier::builder().require("/typ", "Bearer");
    /// ```
    pub fn require(
        mut self,
        claim: impl Into<String>,
        value: impl Into<serde_json::Value>,
    ) -> Self {
        self.policy.required.push((claim.into(), value.into()));
        self
    }

    /// Takes scopes from one more claim, a space-delimited string or a list, beside `scope`, `scopes` and `scp`. It is
    /// named by a JSON pointer ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)): `/permissions` for Auth0,
    /// `/realm_access/roles` for Keycloak, `/roles` for Entra. A token without it has no scopes of it.
    pub fn scopes_at(mut self, claim: impl Into<String>) -> Self {
        self.policy.scopes_at.push(claim.into());
        self
    }

    /// Says what the verifier does: see [`metrics`](crate::metrics).
    pub fn metrics(mut self, metrics: impl Metrics) -> Self {
        self.counter = Counter::new(metrics);
        self
    }

    /// Asks whether a token was taken back, once it is good otherwise: see [`revocation`](crate::revocation).
    pub fn revocation(mut self, revocation: impl Revocation) -> Self {
        self.revocation = Some(Arc::new(revocation));
        self
    }

    /// Builds the verifier.
    ///
    /// # Errors
    /// [`VerifierError`] with every problem found, not only the first.
    pub fn build(mut self) -> Result<Verifier, VerifierError> {
        let revocation = self.revocation.take();
        let counter = self.counter.clone();
        let verifier = self.build_irrevocable()?;
        Ok(counter.count(match revocation {
            None => verifier,
            Some(revocation) => Verifier::new(Revocable::new(verifier, revocation)),
        }))
    }

    fn build_irrevocable(self) -> Result<Verifier, VerifierError> {
        let mut problems = Vec::new();
        check_policy(&self.policy, &mut problems);
        #[cfg(feature = "provider")]
        if self.provider.is_used() {
            if !self.keys.is_empty() {
                problems.push(Problem::KeysOfProvider);
            }
            return self.provider.build(self.policy, self.counter, problems);
        }
        #[cfg(feature = "provider")]
        problems.extend(self.provider.problem_unless_used());
        check_sources(&self.keys, &mut problems);
        let mut keys = Vec::with_capacity(self.keys.len());
        for (index, source) in (1..).zip(self.keys) {
            match source.key {
                Ok(key) => keys.push(key),
                Err(problem) => problems.push(Problem::Key { index, problem }),
            }
        }
        if problems.is_empty() {
            Ok(Verifier::new(StaticKeys::new(keys, self.policy)))
        } else {
            Err(VerifierError::new(problems))
        }
    }

    fn key(mut self, is_secret: bool, key: Result<Key, KeyProblem>) -> Self {
        self.keys.push(Source { is_secret, key });
        self
    }
}

fn check_sources(sources: &[Source], problems: &mut Vec<Problem>) {
    if sources.is_empty() {
        problems.push(Problem::NoKey);
    }
    if sources.len() > MAX_KEYS {
        problems.push(Problem::TooManyKeys(sources.len()));
    }
    if sources
        .windows(2)
        .any(|pair| pair[0].is_secret != pair[1].is_secret)
    {
        problems.push(Problem::MixedKeys);
    }
    let name = |source: &Source| {
        let key = source.key.as_ref().ok()?;
        Some((key.algorithm(), key.kid()?.to_owned()))
    };
    let names: Vec<_> = sources.iter().map(name).collect();
    for (index, name) in names.iter().enumerate() {
        if name.is_some() && names[..index].contains(name) {
            problems.push(Problem::RepeatedKid(index + 1));
        }
    }
}

fn check_policy(policy: &Policy, problems: &mut Vec<Problem>) {
    let checks = [
        (
            policy.issuers.iter().any(String::is_empty),
            Problem::EmptyIssuer,
        ),
        (
            policy.audiences.iter().any(String::is_empty),
            Problem::EmptyAudience,
        ),
        (
            policy.token_type.as_deref() == Some(""),
            Problem::EmptyTokenType,
        ),
        (policy.leeway > MAX_LEEWAY, Problem::Leeway),
        (
            policy.pointers().any(|pointer| !pointer.starts_with('/')),
            Problem::Pointer,
        ),
    ];
    problems.extend(
        checks
            .into_iter()
            .filter_map(|(wrong, problem)| wrong.then_some(problem)),
    );
}

/// Shows no key.
impl fmt::Debug for VerifierBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifierBuilder")
            .field("keys", &self.keys.len())
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}
