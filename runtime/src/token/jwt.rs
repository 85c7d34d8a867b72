//! JWTs, verified with keys that are already known.

use std::fmt;
use std::time::{Duration, SystemTime};

use super::compact::{Compact, decode, decode_json, decode_to, decoded_len};
use super::header::Header;
use super::keys::Key;
use super::policy::Policy;
use super::verified::TokenText;
use super::{TokenError, Verification, VerifiedToken, VerifyToken, keys};
use crate::clock::since_1970;

/// A secret, or public keys that never change.
pub(crate) struct StaticKeys {
    keys: Vec<Key>,
    policy: Policy,
}

impl StaticKeys {
    pub(crate) fn new(keys: Vec<Key>, policy: Policy) -> Self {
        Self { keys, policy }
    }
}

impl VerifyToken for StaticKeys {
    fn verify<'v>(&'v self, token: &'v str, at: SystemTime) -> Verification<'v> {
        let verdict = verify(token, &self.keys, &self.policy, since_1970(at));
        Verification::ready(verdict.map_err(|refused| refused.error))
    }

    fn issuers(&self) -> &[String] {
        &self.policy.issuers
    }

    fn is_one_authority(&self) -> bool {
        true
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

/// Verifies a token with these keys, as of a time since 1970.
///
/// # Errors
/// The first problem found. The payload is not read before the signature is verified (RFC 8725 section 3.3).
pub(crate) fn verify(
    token: &str,
    keys: &[Key],
    policy: &Policy,
    at: Duration,
) -> Result<VerifiedToken, Refused> {
    let compact = Compact::parse(token)?;
    let json;
    let header = match policy.known_header.get(compact.header) {
        Some(known) => known,
        None => {
            json = decode_json(compact.header)?;
            let header = Header::parse(&json)?;
            policy.check_type(&header)?;
            header
        }
    };
    let (mut short, long);
    let signature = match decoded_len(compact.signature) {
        length @ ..=SHORT => {
            short = [0; SHORT];
            decode_to(&mut short[..length], compact.signature)?;
            &short[..length]
        }
        _ => {
            long = decode(compact.signature)?;
            &long
        }
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
    Ok(policy.accept_by(text, at, key.issuer())?)
}

/// Longer signatures than those of RSA keys with 4096 bits are decoded on the heap.
const SHORT: usize = 512;

/// Shows no key.
impl fmt::Debug for StaticKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let algorithms: Vec<_> = self.keys.iter().map(Key::algorithm).collect();
        f.debug_struct("StaticKeys")
            .field("algorithms", &algorithms)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}
