//! The compact serialization of RFC 7515 section 7.1: three parts of base64url.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::TokenError;

/// The maximum size of a token in bytes. Servers limit whole headers to about this size; a longer token is an attack.
pub(crate) const MAX_LENGTH: usize = 16 * 1024;

/// A token, split and still encoded.
pub(crate) struct Compact<'t> {
    pub(crate) header: &'t str,
    pub(crate) payload: &'t str,
    pub(crate) signature: &'t str,
    /// The signed part: header, dot, payload.
    pub(crate) signed: &'t str,
}

impl<'t> Compact<'t> {
    /// # Errors
    /// `TooLarge` before anything is read, `Malformed` if there are not exactly three parts.
    pub(crate) fn parse(token: &'t str) -> Result<Self, TokenError> {
        if token.len() > MAX_LENGTH {
            return Err(TokenError::TooLarge);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(TokenError::Malformed)?;
        let (header, payload) = signed.split_once('.').ok_or(TokenError::Malformed)?;
        if payload.contains('.') {
            return Err(TokenError::Malformed);
        }
        Ok(Self {
            header,
            payload,
            signature,
            signed,
        })
    }
}

/// Decodes one part. This engine rejects padding, white space, the other alphabet and stray trailing bits, so that a
/// token has only one encoding.
pub(crate) fn decode(part: &str) -> Result<Vec<u8>, TokenError> {
    URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| TokenError::Malformed)
}

/// Decodes one part that contains JSON, which must be UTF-8 (RFC 8725 section 3.7). It is checked once for the whole
/// part, so that a second read needs no check.
pub(crate) fn decode_json(part: &str) -> Result<String, TokenError> {
    String::from_utf8(decode(part)?).map_err(|_| TokenError::Malformed)
}

/// Encodes one part.
pub(crate) fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::{Compact, MAX_LENGTH, TokenError, decode, decode_json, encode};

    #[test]
    fn a_token_has_exactly_three_parts() {
        for token in ["", "a", "a.b", "a.b.c.d", "....", "a.b.c."] {
            assert!(
                matches!(Compact::parse(token), Err(TokenError::Malformed)),
                "{token}"
            );
        }
        let compact = Compact::parse("a.b.c").unwrap();
        assert_eq!(
            (compact.header, compact.payload, compact.signature),
            ("a", "b", "c")
        );
        assert_eq!(compact.signed, "a.b");
    }

    #[test]
    fn a_token_over_the_cap_is_not_read() {
        let token = ".".repeat(MAX_LENGTH + 1);
        assert!(matches!(Compact::parse(&token), Err(TokenError::TooLarge)));
    }

    #[test]
    fn base64_has_one_spelling() {
        assert_eq!(decode("-_8").unwrap(), [0xFB, 0xFF]);
        for part in ["-_8=", "+/8", "-_ 8", "-_8\n", "-_9", "-", "é"] {
            assert_eq!(decode(part), Err(TokenError::Malformed), "{part}");
        }
    }

    #[test]
    fn json_is_utf_8() {
        assert_eq!(decode_json(&encode("é")).unwrap(), "é");
        let utf_16: Vec<u8> = "{}é".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [
            utf_16.as_slice(),
            b"\xFF\xFE{\0}\0",
            b"\xC3",
            b"\xED\xA0\x80",
        ] {
            assert_eq!(decode_json(&encode(bytes)), Err(TokenError::Malformed));
        }
    }
}
