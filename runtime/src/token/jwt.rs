//! JWTs, verified with keys that are already known.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::cache::TokenCache;
use super::compact::{Compact, decode, decode_json, decode_to, decoded_len};
use super::header::Header;
use super::keys::Key;
use super::policy::Policy;
use super::verified::TokenText;
use super::{TokenError, Verification, VerifiedToken, VerifyToken, keys};
use crate::clock::since_1970;

/// A secret, or public keys that never change.
pub(crate) struct StaticKeys {
    keys: Vec<Arc<Key>>,
    rules: Rules,
}

impl StaticKeys {
    pub(crate) fn new(keys: Vec<Key>, rules: Rules) -> Self {
        let keys = keys.into_iter().map(Arc::new).collect();
        Self { keys, rules }
    }
}

impl VerifyToken for StaticKeys {
    fn verify<'v>(&'v self, token: &'v str, at: SystemTime) -> Verification<'v> {
        let verdict = self.rules.verify(token, &self.keys, since_1970(at));
        Verification::ready(verdict.map_err(|refused| refused.error))
    }

    fn remembered<'v>(&'v self, token: &[u8], at: SystemTime) -> Option<Verification<'v>> {
        let token = self.rules.remembered(token, &self.keys, since_1970(at))?;
        Some(Verification::ready(Ok(token)))
    }

    fn issuers(&self) -> &[String] {
        &self.rules.policy.issuers
    }

    fn is_one_authority(&self) -> bool {
        true
    }
}

/// How a verifier checks JWTs, whichever keys it has at the time, and those that it has checked.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) policy: Policy,
    cache: TokenCache,
}

impl Rules {
    pub(crate) fn new(policy: Policy, cache: TokenCache) -> Self {
        Self { policy, cache }
    }

    /// The token, if it was verified before: with one of these keys, and it is valid as of a time since 1970.
    pub(crate) fn remembered(
        &self,
        token: &[u8],
        keys: &[Arc<Key>],
        at: Duration,
    ) -> Option<VerifiedToken> {
        let known = self.cache.get(token, keys)?;
        self.policy.still_accepts(&known, at).then_some(known)
    }

    /// Verifies a token with these keys, as of a time since 1970.
    ///
    /// # Errors
    /// The first problem found.
    pub(crate) fn verify(
        &self,
        token: &str,
        keys: &[Arc<Key>],
        at: Duration,
    ) -> Result<VerifiedToken, Refused> {
        if let Some(known) = self.remembered(token.as_bytes(), keys, at) {
            return Ok(known);
        }
        let (mut token, key) = verify(token, keys, &self.policy, at)?;
        self.cache.insert(&mut token, key);
        Ok(token)
    }
}

/// Why a token was refused, and whether a newer key could change that.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) error: TokenError,
    /// Whether the token may have been signed with a key that is newer than the known ones.
    #[cfg_attr(
        not(feature = "provider"),
        expect(dead_code, reason = "keys are static")
    )]
    pub(crate) key_may_be_new: bool,
}

impl From<TokenError> for Refused {
    fn from(error: TokenError) -> Self {
        Self {
            error,
            key_may_be_new: false,
        }
    }
}

/// Verifies a token with these keys, as of a time since 1970. Returns the key that verified it, too.
///
/// # Errors
/// The first problem found. The payload is not read before the signature is verified (RFC 8725 section 3.3).
fn verify<'k>(
    token: &str,
    keys: &'k [Arc<Key>],
    policy: &Policy,
    at: Duration,
) -> Result<(VerifiedToken, &'k Arc<Key>), Refused> {
    let compact = Compact::parse(token)?;
    let json;
    let header = if let Some(known) = policy.known_header.get(compact.header) {
        known
    } else {
        json = decode_json(compact.header)?;
        let header = Header::parse(&json)?;
        policy.check_type(&header)?;
        header
    };
    let (mut short, long);
    let length = decoded_len(compact.signature);
    let signature = if length <= SHORT {
        short = [0; SHORT];
        decode_to(&mut short[..length], compact.signature)?;
        &short[..length]
    } else {
        long = decode(compact.signature)?;
        &long
    };
    let key =
        keys::verify(keys, &header, compact.signed.as_bytes(), signature).map_err(|error| {
            Refused {
                error,
                // Even if its `kid` is known: some providers reuse the name of an old key for a new one.
                key_may_be_new: header.algorithm.is_asymmetric(),
            }
        })?;
    policy.known_header.learn(compact.header, &header);
    let text = TokenText::decode(token, compact.payload)?;
    Ok((policy.accept_by(text, at, key.issuer())?, key))
}

/// Longer signatures than those of RSA keys with 4096 bits are decoded on the heap.
const SHORT: usize = 512;

/// Shows no key.
impl fmt::Debug for StaticKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let algorithms: Vec<_> = self.keys.iter().map(|key| key.algorithm()).collect();
        f.debug_struct("StaticKeys")
            .field("algorithms", &algorithms)
            .field("rules", &self.rules)
            .finish_non_exhaustive()
    }
}
