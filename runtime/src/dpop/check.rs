//! Checks proofs.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::extract::OriginalUri;
use http::request::Parts;
use http::{HeaderValue, Method, Uri};

use super::floor::PRECISION;
use super::nonce::Nonces;
use super::proof::{ProofClaims, ProofHeader};
use super::store::Store;
use super::target::{Target, normal_path};
use super::{DpopBuilder, DpopChallenge, DpopConfigError, DpopError, ProofUse};
use crate::clock::{now, since_1970, system_time};
use crate::crypto::{Algorithms, sha256};
use crate::token::compact::{Compact, decode, decode_json, encode};
use crate::token::values::{NumericDate, Text};

/// The maximum size of a proof in bytes: one with the longest RSA key has less than half.
const MAX_LENGTH: usize = 8 * 1024;

/// The maximum size of a `jti` in bytes. RFC 9449 section 4.2 requires 96 random bits, which are 16 characters.
const MAX_JTI: usize = 256;

/// Checks proofs of possession. Clones share the memory of used proofs. See [`dpop`](crate::dpop) for examples.
#[derive(Clone)]
pub struct Dpop {
    settings: Arc<Settings>,
}

pub(super) struct Settings {
    pub(super) urls: Vec<Target>,
    pub(super) algorithms: Algorithms,
    pub(super) max_age: Duration,
    pub(super) leeway: Duration,
    pub(super) store: Store,
    pub(super) nonces: Option<Nonces>,
}

/// The request that a proof must be made for.
///
/// See [`dpop`](crate::dpop) for an example.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct ProofRequest<'r> {
    /// The request's method.
    pub method: &'r Method,
    /// The request's URI, of which only the path is compared. In a nested router it lacks the part that is already
    /// matched, so use the original one: [`of`](Self::of) does.
    pub uri: &'r Uri,
    /// The access token, as it was sent.
    pub token: &'r str,
    /// The thumbprint of the key that the token is bound to: `jkt` of its `cnf`.
    pub jkt: &'r str,
}

impl<'r> ProofRequest<'r> {
    /// From these parts. If there is an axum request, use [`of`](Self::of).
    #[must_use]
    pub fn new(method: &'r Method, uri: &'r Uri, token: &'r str, jkt: &'r str) -> Self {
        Self {
            method,
            uri,
            token,
            jkt,
        }
    }

    /// From a request, wherever its handler is nested.
    #[must_use]
    pub fn of(parts: &'r Parts, token: &'r str, jkt: &'r str) -> Self {
        let original = parts.extensions.get::<OriginalUri>();
        Self {
            method: &parts.method,
            uri: original.map_or(&parts.uri, |OriginalUri(uri)| uri),
            token,
            jkt,
        }
    }
}

impl Dpop {
    /// Checks proofs for the service at this URL: see [`DpopBuilder::public_url`].
    ///
    /// # Errors
    /// [`DpopConfigError`] if it is not the URL of a service.
    pub fn new(public_url: impl Into<String>) -> Result<Self, DpopConfigError> {
        Self::builder().public_url(public_url).build()
    }

    /// Starts without a URL, and with the defaults for everything else.
    pub fn builder() -> DpopBuilder {
        DpopBuilder::default()
    }

    /// Whether both are clones of the same one.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.settings, &other.settings)
    }

    pub(super) fn with(settings: Settings) -> Self {
        Self {
            settings: Arc::new(settings),
        }
    }

    /// Checks a proof as of now, and remembers it ([RFC 9449 section
    /// 4.3](https://www.rfc-editor.org/rfc/rfc9449#section-4.3)).
    ///
    /// The token must be verified before: only then can its `jkt` be trusted.
    ///
    /// # Errors
    /// [`DpopError`]: the first problem found. Claims are not read before the key is known to be the token's and the
    /// signature is verified.
    pub async fn check(&self, proof: &str, request: ProofRequest<'_>) -> Result<(), DpopError> {
        self.check_at(proof, request, SystemTime::now()).await
    }

    /// Checks a proof as of `now`, and remembers it.
    ///
    /// # Errors
    /// As [`check`](Self::check).
    pub async fn check_at(
        &self,
        proof: &str,
        request: ProofRequest<'_>,
        now: SystemTime,
    ) -> Result<(), DpopError> {
        // Last, so that only the holder of the token and its key can use memory.
        let proof = self.judge(proof, request, now)?;
        match self.settings.store.first_use(proof).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(DpopError::Replayed),
            Err(error) => {
                let error: &(dyn Error + 'static) = &error;
                tracing::warn!(error, "refused a DPoP proof that may be valid");
                Err(DpopError::Unavailable)
            }
        }
    }

    /// The value of the `DPoP-Nonce` header that is required with [`DpopError::Nonce`]. It may be sent with every
    /// response ([RFC 9449 section 8.2](https://www.rfc-editor.org/rfc/rfc9449#section-8.2)), which saves clients a
    /// second attempt. `None` unless [nonces](DpopBuilder::nonces) are required.
    #[must_use]
    pub fn nonce(&self) -> Option<HeaderValue> {
        self.nonce_at(now())
    }

    pub(super) fn nonce_at(&self, now: Duration) -> Option<HeaderValue> {
        let nonce = self.settings.nonces.as_ref()?.make(now);
        HeaderValue::try_from(nonce).ok()
    }

    /// A challenge for `WWW-Authenticate` ([RFC 9449 section 7.1](https://www.rfc-editor.org/rfc/rfc9449#section-7.1))
    /// that contains only the algorithms.
    pub fn challenge(&self) -> DpopChallenge {
        DpopChallenge::new(self.algorithms().names())
    }

    /// The algorithms that proofs may be signed with.
    pub(crate) fn algorithms(&self) -> Algorithms {
        self.settings.algorithms
    }

    /// All checks except whether the proof has been used before.
    fn judge(
        &self,
        proof: &str,
        request: ProofRequest<'_>,
        now: SystemTime,
    ) -> Result<ProofUse, DpopError> {
        let json = self.verify(proof, request.jkt)?;
        let claims = ProofClaims::parse(&json)?;
        check_request(&claims, request)?;
        self.check_target(&claims, request)?;
        let since_1970 = since_1970(now);
        let issued = self.check_times(&claims, since_1970)?;
        self.check_nonce(&claims, since_1970)?;
        // Longer than the proof can be used, even if clocks differ.
        let until = issued
            .saturating_add(self.settings.max_age)
            .saturating_add(2 * self.settings.leeway)
            .saturating_add(PRECISION);
        Ok(ProofUse {
            id: id(&claims, request.jkt)?,
            key: sha256(request.jkt.as_bytes()),
            now,
            until: system_time(until).ok_or(DpopError::InvalidClaim("iat"))?,
        })
    }

    /// Returns the payload. Only the token's key is used, so that no one else can make this service verify signatures.
    fn verify(&self, proof: &str, jkt: &str) -> Result<String, DpopError> {
        if proof.len() > MAX_LENGTH {
            return Err(DpopError::TooLarge);
        }
        let compact = Compact::parse(proof).map_err(DpopError::of_part)?;
        let json = decode_json(compact.header).map_err(DpopError::of_part)?;
        let header = ProofHeader::parse(&json)?;
        // A media type, and therefore case-insensitive (RFC 7515 section 4.1.9).
        if !header.typ.0.eq_ignore_ascii_case("dpop+jwt") {
            return Err(DpopError::Type);
        }
        if !self.settings.algorithms.contains(header.algorithm) {
            return Err(DpopError::Algorithm);
        }
        if header.jwk.thumbprint() != jkt {
            return Err(DpopError::OtherKey);
        }
        let key = header.jwk.key(header.algorithm).ok_or(DpopError::Key)?;
        let signature = decode(compact.signature).map_err(DpopError::of_part)?;
        if !key.verify(compact.signed.as_bytes(), &signature) {
            return Err(DpopError::Signature);
        }
        decode_json(compact.payload).map_err(DpopError::of_part)
    }

    fn check_target(
        &self,
        claims: &ProofClaims<'_>,
        request: ProofRequest<'_>,
    ) -> Result<(), DpopError> {
        let htu = text(claims.htu.as_ref(), "htu")?;
        let target = Target::parse(htu).ok_or(DpopError::Address)?;
        let path = normal_path(request.uri.path()).ok_or(DpopError::Address)?;
        let mut urls = self.settings.urls.iter();
        if urls.any(|base| target.is(base, &path)) {
            Ok(())
        } else {
            Err(DpopError::Address)
        }
    }

    /// Returns `iat`.
    fn check_times(&self, claims: &ProofClaims<'_>, now: Duration) -> Result<Duration, DpopError> {
        let Settings {
            max_age, leeway, ..
        } = *self.settings;
        let issued = claims.iat.ok_or(DpopError::MissingClaim("iat"))?;
        let issued = issued.since_1970();
        let is_over = |expiry: NumericDate| now >= expiry.since_1970().saturating_add(leeway);
        if now >= issued.saturating_add(max_age) || claims.exp.is_some_and(is_over) {
            return Err(DpopError::Expired);
        }
        let latest = now.saturating_add(leeway);
        if issued > latest || claims.nbf.is_some_and(|start| start.since_1970() > latest) {
            return Err(DpopError::NotYetValid);
        }
        Ok(issued)
    }

    fn check_nonce(&self, claims: &ProofClaims<'_>, now: Duration) -> Result<(), DpopError> {
        let Some(nonces) = &self.settings.nonces else {
            return Ok(());
        };
        let nonce = claims.nonce.as_ref();
        let is_fresh = nonce.is_some_and(|Text(nonce)| nonces.is_fresh(nonce, now));
        if is_fresh {
            Ok(())
        } else {
            Err(DpopError::Nonce)
        }
    }
}

fn check_request(claims: &ProofClaims<'_>, request: ProofRequest<'_>) -> Result<(), DpopError> {
    if text(claims.htm.as_ref(), "htm")? != request.method.as_str() {
        return Err(DpopError::Method);
    }
    if text(claims.ath.as_ref(), "ath")? != encode(sha256(request.token.as_bytes())) {
        return Err(DpopError::OtherToken);
    }
    Ok(())
}

/// The thumbprint has a fixed length, so different pairs cannot yield the same text.
fn id(claims: &ProofClaims<'_>, jkt: &str) -> Result<[u8; 32], DpopError> {
    let jti = text(claims.jti.as_ref(), "jti")?;
    if jti.is_empty() || jti.len() > MAX_JTI {
        return Err(DpopError::InvalidClaim("jti"));
    }
    Ok(sha256([jkt, jti].concat().as_bytes()))
}

fn text<'c>(claim: Option<&'c Text<'_>>, name: &'static str) -> Result<&'c str, DpopError> {
    let Text(text) = claim.ok_or(DpopError::MissingClaim(name))?;
    Ok(text)
}

/// Shows no secret.
impl fmt::Debug for Dpop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dpop")
            .field("urls", &self.settings.urls)
            .field("algorithms", &self.settings.algorithms)
            .field("max_age", &self.settings.max_age)
            .field("leeway", &self.settings.leeway)
            .finish_non_exhaustive()
    }
}

/// Does not show the token.
impl fmt::Debug for ProofRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProofRequest")
            .field("method", &self.method)
            .field("path", &self.uri.path())
            .finish_non_exhaustive()
    }
}
