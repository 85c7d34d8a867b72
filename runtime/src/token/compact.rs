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
        // Without a branch for each byte: the compiler compares many at once.
        let found = |found, byte| found | u8::from(byte == b'.');
        if payload.bytes().fold(0, found) != 0 {
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

/// Decodes one part. Padding, white space, the other alphabet and stray trailing bits are refused, so that a token has
/// only one encoding.
pub(crate) fn decode(part: &str) -> Result<Vec<u8>, TokenError> {
    let mut decoded = Vec::new();
    decode_after(&mut decoded, part)?;
    Ok(decoded)
}

/// Decodes one part that contains JSON, which must be UTF-8 (RFC 8725 section 3.7). It is checked once for the whole
/// part, so that a second read needs no check.
pub(crate) fn decode_json(part: &str) -> Result<String, TokenError> {
    String::from_utf8(decode(part)?).map_err(|_| TokenError::Malformed)
}

/// Decodes one part, and appends it.
pub(super) fn decode_after(bytes: &mut Vec<u8>, part: &str) -> Result<(), TokenError> {
    let start = bytes.len();
    bytes.resize(start + decoded_len(part), 0);
    decode_to(&mut bytes[start..], part)
}

/// The size of a part when it is decoded.
pub(super) fn decoded_len(part: &str) -> usize {
    part.len() / 4 * 3 + (part.len() % 4).saturating_sub(1)
}

/// Decodes one part to bytes, which are as many as [`decoded_len`].
pub(super) fn decode_to(bytes: &mut [u8], part: &str) -> Result<(), TokenError> {
    let (fours, rest) = part.as_bytes().as_chunks();
    let (threes, last) = bytes.as_chunks_mut();
    // No branch for each character: one that is wrong has a bit that no right one has.
    let mut all = 0;
    for (&four, three) in fours.iter().zip(threes) {
        let [a, b, c, d] = four.map(value);
        all |= a | b | c | d;
        *three = [a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d];
    }
    let stray = match (rest, last) {
        ([], []) => 0,
        ([a, b], [one]) => {
            let [a, b] = [*a, *b].map(value);
            all |= a | b;
            *one = a << 2 | b >> 4;
            b << 4
        }
        ([a, b, c], [one, two]) => {
            let [a, b, c] = [*a, *b, *c].map(value);
            all |= a | b | c;
            (*one, *two) = (a << 2 | b >> 4, b << 4 | c >> 2);
            c << 6
        }
        _ => WRONG,
    };
    if all & WRONG == 0 && stray == 0 {
        Ok(())
    } else {
        Err(TokenError::Malformed)
    }
}

/// The bit of [`VALUES`] for bytes that are not of the alphabet.
const WRONG: u8 = 0x80;

/// The alphabet of RFC 4648 section 5.
const VALUES: [u8; 256] = {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut values = [WRONG; 256];
    let mut value = 0;
    while value < 64 {
        values[alphabet[value as usize] as usize] = value;
        value += 1;
    }
    values
};

fn value(character: u8) -> u8 {
    VALUES[usize::from(character)]
}

/// Encodes one part.
pub(crate) fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use proptest::collection::vec;
    use proptest::prelude::*;

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

    proptest! {
        #[test]
        fn decoding_is_what_another_decoder_does(
            part in prop_oneof!["[A-Za-z0-9_-]{0,40}", "[A-Za-z0-9_=+/. -]{0,9}", ".{0,9}"],
        ) {
            let expected = URL_SAFE_NO_PAD.decode(&part).map_err(|_| TokenError::Malformed);
            prop_assert_eq!(decode(&part), expected);
        }

        #[test]
        fn all_bytes_can_be_decoded(bytes in vec(any::<u8>(), 0..100)) {
            prop_assert_eq!(decode(&encode(&bytes)), Ok(bytes));
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
