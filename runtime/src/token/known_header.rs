//! The header that most tokens of an issuer have.

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use super::header::Header;
use super::values::Text;
use crate::crypto::Algorithm;

/// The header of the first token whose signature was valid. Another token with the same one, byte for byte, is neither
/// decoded nor checked again: the result would be the same.
///
/// It belongs to the rules that it was checked by.
#[derive(Default)]
pub(crate) struct KnownHeader(OnceLock<Known>);

struct Known {
    /// Still in base64url.
    encoded: Box<str>,
    algorithm: Algorithm,
    kid: Option<Box<str>>,
}

impl KnownHeader {
    /// The header with this encoding, if it is the known one, without its `typ`.
    pub(crate) fn get(&self, encoded: &str) -> Option<Header<'_>> {
        let known = self.0.get().filter(|known| *known.encoded == *encoded)?;
        let kid = known.kid.as_deref();
        Some(Header {
            algorithm: known.algorithm,
            kid: kid.map(|kid| Text(Cow::Borrowed(kid))),
            typ: None,
        })
    }

    /// Keeps a header that was checked, of a token whose signature is valid, unless one is known.
    pub(crate) fn learn(&self, encoded: &str, header: &Header<'_>) {
        self.0.get_or_init(|| Known {
            encoded: encoded.into(),
            algorithm: header.algorithm,
            kid: header.kid.as_ref().map(|Text(kid)| kid.as_ref().into()),
        });
    }
}

impl fmt::Debug for KnownHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KnownHeader").finish_non_exhaustive()
    }
}
