//! Builds a verifier, or reports every problem with its configuration.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::configuration::{Source, check_policy, check_sources};
use super::counted::Counted;
use super::problem::Problem;
use super::revocable::Revocable;
use super::{Verifier, VerifierError};
use crate::crypto::{Algorithm, KeyProblem};
use crate::metrics::{Counter, Metrics};
use crate::revocation::{DynRevocation, Revocation};
use crate::token::VerifyToken;
use crate::token::cache::TokenCache;
use crate::token::claim_path::ClaimPath;
use crate::token::jwt::{Rules, StaticKeys};
use crate::token::keys::Key;
use crate::token::policy::{Policy, media_subtype};
use crate::token::scope_source::{Form, ScopeSource};

/// The default size of the cache of verified tokens, in bytes.
#[cfg(feature = "token_cache")]
const CACHE: usize = 16 * 1024 * 1024;

/// Collects the keys and rules of a [`Verifier`]. Created by [`Verifier::builder`], which has an example.
#[must_use = "a builder does nothing until `build`"]
#[derive(Default)]
pub struct VerifierBuilder {
    keys: Vec<Source>,
    policy: Policy,
    revocation: Option<Arc<dyn DynRevocation>>,
    counter: Counter,
    #[cfg(feature = "token_cache")]
    cache: Option<usize>,
    #[cfg(feature = "provider")]
    pub(crate) provider: crate::provider::Setup,
}

impl VerifierBuilder {
    /// Accepts HS256 tokens signed with this secret, of at least 32 random bytes ([RFC 7518 section
    /// 3.2](https://www.rfc-editor.org/rfc/rfc7518#section-3.2)). The bytes are used as they are, without decoding
    /// base64 or hexadecimal.
    pub fn hs256(self, secret: impl AsRef<[u8]>) -> Self {
        self.key(true, Key::hmac(Algorithm::HS256, secret.as_ref()))
    }

    /// Like [`hs256`](Self::hs256), for HS384 tokens and a secret of at least 48 bytes.
    pub fn hs384(self, secret: impl AsRef<[u8]>) -> Self {
        self.key(true, Key::hmac(Algorithm::HS384, secret.as_ref()))
    }

    /// Like [`hs256`](Self::hs256), for HS512 tokens and a secret of at least 64 bytes.
    pub fn hs512(self, secret: impl AsRef<[u8]>) -> Self {
        self.key(true, Key::hmac(Algorithm::HS512, secret.as_ref()))
    }

    /// Accepts tokens that verify with `algorithm` and this public key: one PEM block `PUBLIC KEY` (or, for RSA, `RSA
    /// PUBLIC KEY`). RSA keys must have 2048 to 8192 bits, or at most 4096 with the feature `rust_crypto` alone.
    ///
    /// ```
    /// # const PEM: &str = include_str!("../token/testdata/p256.public.pem");
    /// use scopegate::{Algorithm, Verifier};
    ///
    /// let verifier = Verifier::builder().public_key_pem(Algorithm::ES256, PEM).build()?;
    /// # Ok::<(), scopegate::VerifierError>(())
    /// ```
    pub fn public_key_pem(self, algorithm: Algorithm, pem: impl AsRef<[u8]>) -> Self {
        self.key(false, Key::pem(algorithm, pem.as_ref()))
    }

    /// Accepts tokens that verify with this public JWK ([RFC 7517](https://www.rfc-editor.org/rfc/rfc7517)). The
    /// algorithm is its `alg`, or the only one of its curve. An RSA key without `alg` needs [`Self::jwk_with`].
    pub fn jwk(self, json: &str) -> Self {
        self.key(false, Key::jwk(None, json))
    }

    /// Like [`Self::jwk`], with an explicit algorithm. A JWK with a different `alg` is refused.
    ///
    /// ```
    /// # const JWK: &str = include_str!("../token/testdata/p256.jwk.json");
    /// use scopegate::{Algorithm, Verifier};
    ///
    /// let verifier = Verifier::builder().jwk_with(Algorithm::ES256, JWK).build()?;
    /// # Ok::<(), scopegate::VerifierError>(())
    /// ```
    pub fn jwk_with(self, algorithm: Algorithm, json: &str) -> Self {
        self.key(false, Key::jwk(Some(algorithm), json))
    }

    /// Accepts tokens whose `iss` is exactly this one. Call it again for more. Without any, `iss` is not checked.
    ///
    /// All keys are valid for all issuers, so authorities that do not trust each other need separate verifiers ([RFC
    /// 8725 section 3.8](https://www.rfc-editor.org/rfc/rfc8725#section-3.8)).
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.policy.issuers.push(issuer.into());
        self
    }

    /// Adds an accepted audience. Call it again for more. A token must name at least one of them in `aud`. Without any,
    /// a token that has an `aud` is refused, because it is intended for a different service ([RFC 7519 section
    /// 4.1.3](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3)).
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.policy.audiences.push(audience.into());
        self
    }

    /// Accepts tokens without `aud` if another claim has exactly this value. Call it again for more, of which one is
    /// enough. The claim is named as for [`require`](Self::require).
    ///
    /// This is for providers that set no audience in their access tokens. Choose a claim that distinguishes tokens for
    /// this service from tokens for others, such as the client that they were issued to. A token that has an `aud` must
    /// still name an [`audience`](Self::audience).
    ///
    /// ```
    /// # use scopegate::Verifier;
    /// // Amazon Cognito names the client only.
    /// let builder = Verifier::builder().audience_stand_in("client_id", "1example23456789");
    /// ```
    pub fn audience_stand_in(
        mut self,
        claim: impl Into<String>,
        value: impl Into<serde_json::Value>,
    ) -> Self {
        let claim = ClaimPath::new(claim.into());
        self.policy.stand_ins.push((claim, value.into()));
        self
    }

    /// The accepted clock difference from the issuer, for `exp` and `nbf`, at most 300 seconds. The default is 0 for
    /// secrets and keys that are configured here, and 10 seconds for the tokens of a provider, whose `nbf` may be as
    /// far ahead (FAPI 2.0 Security Profile section 5.3.2.1).
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.policy.leeway = Some(leeway);
        self
    }

    /// Requires this `typ`, in any case and with or without `application/`. `at+jwt` accepts access tokens only and
    /// refuses ID tokens of the same issuer ([RFC 9068 section 4](https://www.rfc-editor.org/rfc/rfc9068#section-4)).
    /// By default, any `typ` is accepted for keys that are configured here, and `at+jwt` is required for a provider's
    /// tokens. ID tokens have the type `JWT`, too, so requiring it does not distinguish them.
    pub fn token_type(mut self, typ: impl AsRef<str>) -> Self {
        self.policy.token_type = Some(media_subtype(typ.as_ref()).to_owned());
        self
    }

    /// Requires a claim to have exactly this value. The claim is given by its name, such as `tid`, or by a JSON pointer
    /// ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)), which starts with `/`: `/realm_access/roles`.
    ///
    /// ```
    /// # use scopegate::Verifier;
    /// // Keycloak names the kind of token in this claim.
    /// let builder = Verifier::builder().require("typ", "Bearer");
    /// ```
    pub fn require(
        mut self,
        claim: impl Into<String>,
        value: impl Into<serde_json::Value>,
    ) -> Self {
        let claim = ClaimPath::new(claim.into());
        self.policy.required.push((claim, value.into()));
        self
    }

    /// Requires a claim that this issuer sets in access tokens only, with any value. It is named as for
    /// [`require`](Self::require). A token that has it may have claims that otherwise identify an ID token, such as
    /// `nonce`.
    ///
    /// ```
    /// # use scopegate::Verifier;
    /// // Access tokens of authentik are ID tokens with two more claims.
    /// let builder = Verifier::builder().only_access_tokens_have("uid");
    /// ```
    pub fn only_access_tokens_have(mut self, claim: impl Into<String>) -> Self {
        let claim = ClaimPath::new(claim.into());
        self.policy.of_access_tokens.push(claim);
        self
    }

    /// Takes scopes from one more claim, a space-delimited string or a list, in addition to `scope`, `scopes` and
    /// `scp`. It is named as for [`require`](Self::require): `permissions` for Auth0, `/realm_access/roles` for
    /// Keycloak, `roles` for Entra, `https://acme.example/roles` for a custom claim. A token without it gets no scopes
    /// from it; the first such token is logged, since the name may be misspelt.
    pub fn scopes_at(self, claim: impl Into<String>) -> Self {
        self.scopes(claim, Form::Texts(' '))
    }

    /// Like [`scopes_at`](Self::scopes_at), for a claim that is a comma-delimited string, or a list.
    pub fn scopes_at_commas(self, claim: impl Into<String>) -> Self {
        self.scopes(claim, Form::Texts(','))
    }

    /// Like [`scopes_at`](Self::scopes_at), for a claim that is an object whose member names are the scopes:
    /// `urn:zitadel:iam:org:project:roles` for Zitadel, `{"admin": true}` for Firebase. A member grants nothing if its
    /// value is `false`, `null`, 0 or an empty string.
    pub fn scopes_at_keys(self, claim: impl Into<String>) -> Self {
        self.scopes(claim, Form::Names)
    }

    fn scopes(mut self, claim: impl Into<String>, form: Form) -> Self {
        let source = ScopeSource::new(claim.into(), form);
        self.policy.scopes_at.push(source);
        self
    }

    /// Sends the verifier's events to `metrics`: see [`metrics`](crate::metrics).
    pub fn metrics(mut self, metrics: impl Metrics) -> Self {
        self.counter = Counter::new(metrics);
        self
    }

    /// Checks whether a token was revoked, after it passed all other checks: see [`revocation`](crate::revocation).
    pub fn revocation(mut self, revocation: impl Revocation) -> Self {
        self.revocation = Some(Arc::new(revocation));
        self
    }

    /// Sets the size of the cache of verified tokens, in bytes: 16 MiB by default, of which a token takes about two and a
    /// half times its length. 0 turns it off.
    ///
    /// A token in the cache is not decoded, and its signature is not verified again. Everything else is checked for each
    /// request: that it has not expired, that the provider still has its key, that its tenant is still allowed,
    /// [revocation](Self::revocation), and then proofs of possession and scopes. A flood of valid tokens hardly displaces
    /// those that are sent often. See [the guide](crate::guide::performance).
    ///
    /// With introspection, it is an error: results are cached for the time of `Introspection::cache_for`.
    ///
    /// ```
    /// # use scopegate::Verifier;
    /// let builder = Verifier::builder().hs256([7; 32]).cache_tokens(64 * 1024 * 1024);
    /// ```
    #[cfg(feature = "token_cache")]
    pub fn cache_tokens(mut self, bytes: usize) -> Self {
        self.cache = Some(bytes);
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
        let verifier = match revocation {
            None => verifier,
            Some(revocation) => Arc::new(Revocable::new(verifier, revocation)),
        };
        Ok(Verifier::of(Counted::wrap(verifier, counter)))
    }

    fn build_irrevocable(self) -> Result<Arc<dyn VerifyToken>, VerifierError> {
        let mut problems = Vec::new();
        check_policy(&self.policy, &mut problems);
        #[cfg(feature = "provider")]
        if self.provider.is_used() {
            if !self.keys.is_empty() {
                problems.push(Problem::KeysOfProvider);
            }
            let idle = self.provider.problems_of_introspection(self.sets_cache());
            problems.extend(idle.into_iter().map(Problem::Provider));
            let cache = self.cache();
            return match self.provider.build(self.policy, cache, self.counter) {
                Ok(ready) if problems.is_empty() => Ok(ready.start()),
                Ok(_) => Err(VerifierError::new(problems)),
                Err(more) => {
                    problems.extend(more.into_iter().map(Problem::Provider));
                    Err(VerifierError::new(problems))
                }
            };
        }
        #[cfg(feature = "provider")]
        problems.extend(self.provider.problem_unless_used().map(Problem::Provider));
        check_sources(&self.keys, &mut problems);
        let cache = self.cache();
        let mut keys = Vec::with_capacity(self.keys.len());
        for (index, source) in (1..).zip(self.keys) {
            match source.key {
                Ok(key) => keys.push(key),
                Err(problem) => problems.push(Problem::Key { index, problem }),
            }
        }
        if problems.is_empty() {
            Ok(Arc::new(StaticKeys::new(
                keys,
                Rules::new(self.policy, cache),
            )))
        } else {
            Err(VerifierError::new(problems))
        }
    }

    #[cfg(feature = "token_cache")]
    fn cache(&self) -> TokenCache {
        TokenCache::new(self.cache.unwrap_or(CACHE))
    }

    #[cfg(not(feature = "token_cache"))]
    #[expect(clippy::unused_self, reason = "as with the feature")]
    fn cache(&self) -> TokenCache {
        TokenCache
    }

    #[cfg(all(feature = "provider", feature = "token_cache"))]
    fn sets_cache(&self) -> bool {
        self.cache.is_some()
    }

    #[cfg(all(feature = "provider", not(feature = "token_cache")))]
    #[expect(clippy::unused_self, reason = "as with the feature")]
    fn sets_cache(&self) -> bool {
        false
    }

    fn key(mut self, is_secret: bool, key: Result<Key, KeyProblem>) -> Self {
        self.keys.push(Source { is_secret, key });
        self
    }
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
