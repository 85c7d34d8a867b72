//! A token that was verified.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use serde::Deserialize;

use super::compact::{decode_after, decoded_len};
use super::json::without_nulls;
use super::payload::Payload;
use super::registered::{Part, Registered, Times};
use super::values::NumericDate;
use super::{Claims, GrantedScopes, Proofs, TokenError, authentication};
use crate::clock;

/// A token whose signature and registered claims were checked by a [`Verifier`](super::Verifier).
///
/// See [`VerifyToken`](super::VerifyToken) for an example.
#[derive(Clone)]
pub struct VerifiedToken {
    /// Shared: several functions of a request receive it.
    verified: Arc<Verified>,
    /// What few requests add. In a box, since a token is moved from function to function.
    added: Option<Box<Added>>,
    #[cfg(feature = "token_cache")]
    cached: Cached,
}

/// What a request adds to a token.
#[derive(Clone, Default)]
struct Added {
    /// The scopes with those that they imply, if any do.
    implied: Option<GrantedScopes>,
    proofs: Option<Proofs>,
}

/// Whether it was in the cache, if there is one.
///
/// As wide as a pointer: after a narrower value is written, a processor cannot copy it together with its padding without
/// waiting for that.
#[cfg(feature = "token_cache")]
#[derive(Clone, Copy)]
#[repr(usize)]
enum Cached {
    Never,
    Hit,
    Miss,
}

/// What was read of a token.
#[derive(Clone)]
struct Verified {
    text: TokenText,
    scopes: GrantedScopes,
    is_bound: bool,
    registered: Registered,
    /// The issuer, if no claim names it.
    issued_by: Option<Box<str>>,
    /// By how much the clock of its issuer may differ.
    leeway: Duration,
    /// The registered claims, once they were read.
    claims: OnceLock<Claims>,
}

/// A token as it was sent, followed by its claims as JSON: one allocation for both.
#[derive(Clone)]
pub(crate) struct TokenText {
    text: String,
    /// The size of the token.
    token: usize,
}

impl TokenText {
    pub(crate) fn new(token: &str, claims: &str) -> Self {
        Self {
            text: [token, claims].concat(),
            token: token.len(),
        }
    }

    /// With the claims of the token's payload.
    ///
    /// # Errors
    /// `Malformed` if the payload is not UTF-8 in base64url.
    pub(crate) fn decode(token: &str, payload: &str) -> Result<Self, TokenError> {
        let mut text = Vec::with_capacity(token.len() + decoded_len(payload));
        text.extend_from_slice(token.as_bytes());
        decode_after(&mut text, payload)?;
        let text = String::from_utf8(text).map_err(|_| TokenError::Malformed)?;
        let token = token.len();
        Ok(Self { text, token })
    }

    pub(crate) fn claims(&self) -> &str {
        &self.text[self.token..]
    }

    fn token(&self) -> &str {
        &self.text[..self.token]
    }

    /// The same without claims that are `null`, if there are any.
    pub(crate) fn without_nulls(&self, payload: &Payload<'_>) -> Result<Option<Self>, TokenError> {
        if !payload.has_null {
            return Ok(None);
        }
        let claims = without_nulls(self.claims())?;
        Ok(Some(Self::new(self.token(), &claims)))
    }
}

impl VerifiedToken {
    /// A token with its claims as a JSON object, for a custom verifier: see [`VerifyToken`](super::VerifyToken) for an
    /// example. The caller must have verified the token.
    ///
    /// # Errors
    /// [`TokenError`] if the claims are not a JSON object without repeated members, or if a registered one has a type
    /// that its specification does not allow.
    pub fn new(token: &str, claims: impl Into<String>) -> Result<Self, TokenError> {
        let text = TokenText::new(token, &claims.into());
        Self::read(text, Duration::ZERO, |payload, _| {
            Ok((GrantedScopes::from_payload(payload), None))
        })
    }

    /// A token with what `check` makes of its claims: the scopes, and the issuer if no claim names it. The clock of its
    /// issuer may differ by `leeway`.
    ///
    /// # Errors
    /// Those of [`Payload::parse`], and of `check`.
    pub(super) fn read(
        text: TokenText,
        leeway: Duration,
        check: impl FnOnce(&Payload<'_>, &str) -> Result<(GrantedScopes, Option<Box<str>>), TokenError>,
    ) -> Result<Self, TokenError> {
        let payload = Payload::parse(text.claims())?;
        let (scopes, issued_by) = check(&payload, text.claims())?;
        let is_bound = payload.cnf.is_some();
        let without_nulls = text.without_nulls(&payload)?;
        let read = without_nulls.as_ref().unwrap_or(&text);
        let registered = Registered::of(&payload, read.claims());
        let verified = Verified {
            text: without_nulls.unwrap_or(text),
            scopes,
            is_bound,
            registered,
            issued_by,
            leeway,
            claims: OnceLock::new(),
        };
        Ok(Self {
            verified: Arc::new(verified),
            added: None,
            #[cfg(feature = "token_cache")]
            cached: Cached::Never,
        })
    }

    /// The claim `acr`: the authentication context class reference that the user satisfied ([RFC 9470 section
    /// 6](https://www.rfc-editor.org/rfc/rfc9470#section-6)). `None` if it is missing, or no string.
    ///
    /// The option `acr` of [`#[security]`](macro@crate::security#acr-and-max_age) requires one of some values.
    #[must_use]
    pub fn acr(&self) -> Option<String> {
        authentication::acr(self.verified.text.claims())
            .ok()
            .flatten()
    }

    /// The claim `auth_time`: when the user was authenticated ([RFC 9470 section
    /// 6](https://www.rfc-editor.org/rfc/rfc9470#section-6)). `None` if it is missing, or no date.
    ///
    /// The option `max_age` of [`#[security]`](macro@crate::security#acr-and-max_age) limits its age.
    #[must_use]
    pub fn auth_time(&self) -> Option<SystemTime> {
        let time = authentication::auth_time(self.verified.text.claims())
            .ok()
            .flatten();
        time.map(|NumericDate(time)| time)
    }

    /// Whether its `acr` is one of these.
    ///
    /// # Errors
    /// `InvalidClaim` if it is no string.
    pub(crate) fn has_acr(&self, accepted: &[&str]) -> Result<bool, TokenError> {
        let acr = authentication::acr(self.verified.text.claims())?;
        Ok(acr.is_some_and(|acr| accepted.contains(&acr.as_str())))
    }

    /// Whether its user was authenticated at most so many seconds ago.
    ///
    /// # Errors
    /// `InvalidClaim` if `auth_time` is no date.
    pub(crate) fn is_authenticated_within(&self, max_age: u32) -> Result<bool, TokenError> {
        let time = authentication::auth_time(self.verified.text.claims())?;
        let leeway = self.verified.leeway;
        let is_recent = |time| authentication::is_recent(time, max_age, clock::now(), leeway);
        Ok(time.is_some_and(is_recent))
    }

    /// The issuer of the token: its `iss`, or the only issuer of its verifier.
    pub(crate) fn issuer(&self) -> Option<&str> {
        self.text_of(|claims| &claims.iss)
            .or(self.verified.issued_by.as_deref())
    }

    /// The token with this issuer, if it names none.
    pub(crate) fn of_issuer(mut self, issuer: &str) -> Self {
        if self.issuer().is_none() {
            Arc::make_mut(&mut self.verified).issued_by = Some(issuer.into());
        }
        self
    }

    /// Records that it came with a proof of possession, and which proofs are accepted.
    pub(crate) fn proven_by(&mut self, proofs: Option<Proofs>) {
        if proofs.is_some() || self.added.is_some() {
            self.added.get_or_insert_default().proofs = proofs;
        }
    }

    /// The accepted proofs, if it came with one.
    pub(crate) fn proofs(&self) -> Option<Proofs> {
        self.added.as_ref()?.proofs
    }

    /// The claims as JSON.
    pub(crate) fn payload(&self) -> &str {
        self.verified.text.claims()
    }

    /// When it is valid.
    pub(crate) fn times(&self) -> Times {
        self.verified.registered.times()
    }

    /// What it takes in memory, in bytes.
    #[cfg(feature = "token_cache")]
    pub(crate) fn size(&self) -> usize {
        let Verified {
            text,
            scopes,
            registered,
            ..
        } = &*self.verified;
        let claims = registered.size(text.claims());
        size_of::<Verified>() + text.text.capacity() + scopes.capacity() + claims
    }

    /// Whether it is bound to its sender, who must prove possession (RFC 7800).
    pub(crate) fn is_bound(&self) -> bool {
        self.verified.is_bound
    }

    /// The scopes that the token grants.
    #[must_use]
    pub fn scopes(&self) -> &GrantedScopes {
        let implied = self.added.as_ref().and_then(|added| added.implied.as_ref());
        implied.unwrap_or(&self.verified.scopes)
    }

    /// Adds the scopes that its scopes imply.
    pub(crate) fn imply<'d>(&mut self, declared: impl Iterator<Item = (&'d str, &'d [&'d str])>) {
        let mut scopes = self.scopes().clone();
        scopes.imply(declared);
        self.added.get_or_insert_default().implied = Some(scopes);
    }

    /// The claims as a custom type, or as [`Claims`](super::Claims). The type may borrow from the token. Claims that
    /// are `null` in the token are left out.
    ///
    /// # Errors
    /// [`TokenError::Claims`] if the claims do not fit the type.
    pub fn claims<'t, C: Deserialize<'t>>(&'t self) -> Result<C, TokenError> {
        serde_json::from_str(self.verified.text.claims()).map_err(|_| TokenError::Claims)
    }

    /// The registered claims: the same as [`claims`](Self::claims), which reads the JSON again. All clones share them.
    pub(crate) fn registered(&self) -> &Claims {
        let Verified {
            claims,
            registered,
            text,
            ..
        } = &*self.verified;
        claims.get_or_init(|| registered.claims(text.claims()))
    }

    /// One of the registered claims that are strings.
    pub(crate) fn text_of(&self, claim: impl FnOnce(&Registered) -> &Option<Part>) -> Option<&str> {
        let part = claim(&self.verified.registered).as_ref()?;
        Some(part.as_str(self.payload()))
    }

    /// One of the registered claims that are dates.
    pub(crate) fn time_of(
        &self,
        claim: impl FnOnce(&Registered) -> Option<NumericDate>,
    ) -> Option<SystemTime> {
        claim(&self.verified.registered).map(|NumericDate(time)| time)
    }

    /// Records whether it was in the cache.
    #[cfg(feature = "token_cache")]
    pub(crate) fn found_in_cache(&mut self, is_hit: bool) {
        self.cached = if is_hit { Cached::Hit } else { Cached::Miss };
    }

    /// Whether it was in the cache, if there is one.
    #[cfg(feature = "token_cache")]
    pub(crate) fn cached(&self) -> Option<bool> {
        match self.cached {
            Cached::Never => None,
            Cached::Hit => Some(true),
            Cached::Miss => Some(false),
        }
    }

    /// The token itself, for forwarding it. It is a credential: keep it out of logs and responses.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.verified.text.token()
    }
}

/// Redacted: the token is a credential.
impl fmt::Debug for VerifiedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifiedToken").finish_non_exhaustive()
    }
}
