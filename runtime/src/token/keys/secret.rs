//! Secrets that are no secret.

/// Whether these bytes are a key in a form that keys are published in, and not random. What is found is a mistake
/// of whoever configures the service; random bytes are taken for one about once in 2^30 times.
pub(crate) fn is_key(secret: &[u8]) -> bool {
    // Text may come before a PEM block (RFC 7468 section 2), if only a byte order mark.
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

/// The content of a DER SEQUENCE, and what comes after.
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
