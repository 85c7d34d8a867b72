//! Detects secrets that are not secret.

/// Whether these bytes are an encoded key, and not random. That is a configuration mistake; random bytes are mistaken
/// for one with a probability of about 2^-30.
pub(crate) fn is_key(secret: &[u8]) -> bool {
    // A PEM block may have text before it (RFC 7468 section 2), if only a byte order mark.
    let contains = |text: &[u8]| secret.windows(text.len()).any(|window| window == text);
    let text = secret.trim_ascii_start();
    contains(b"-----BEGIN ")
        || text.starts_with(b"{") && contains(b"\"kty\"")
        || text.starts_with(b"ssh-")
        || text.starts_with(b"ecdsa-sha2-")
        || is_der(secret)
}

/// `SubjectPublicKeyInfo` of RFC 5280 section 4.1, which begins with an OID, or `RSAPublicKey` of RFC 8017, which
/// begins with a long INTEGER.
fn is_der(bytes: &[u8]) -> bool {
    match sequence(bytes) {
        Some((key, [])) => {
            key.starts_with(&[0x02, 0x82])
                || sequence(key).is_some_and(|(algorithm, _)| algorithm.starts_with(&[0x06]))
        }
        _ => false,
    }
}

/// The content of a DER SEQUENCE, and the rest.
fn sequence(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = match bytes {
        [0x30, 0x82, high, low, rest @ ..] => {
            (usize::from(u16::from_be_bytes([*high, *low])), rest)
        }
        [0x30, 0x81, length, rest @ ..] | [0x30, length @ 0..=0x7F, rest @ ..] => {
            (usize::from(*length), rest)
        }
        _ => return None,
    };
    rest.split_at_checked(length)
}
