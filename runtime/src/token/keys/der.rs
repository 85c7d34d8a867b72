//! Public keys in DER (ITU-T X.690): only the subset that they need, and only the canonical encoding.

use crate::crypto::{Family, Material};

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const NULL: u8 = 0x05;
const OID: u8 = 0x06;

/// `rsaEncryption` (RFC 8017 appendix A.1).
const RSA: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01";
/// `id-ecPublicKey` (RFC 5480 section 2.1.1).
const EC: &[u8] = b"\x2a\x86\x48\xce\x3d\x02\x01";
/// `secp256r1` (RFC 5480 section 2.1.1.1).
const P256: &[u8] = b"\x2a\x86\x48\xce\x3d\x03\x01\x07";
/// `secp384r1`.
const P384: &[u8] = b"\x2b\x81\x04\x00\x22";
/// `secp521r1`.
const P521: &[u8] = b"\x2b\x81\x04\x00\x23";
/// `id-Ed25519` (RFC 8410 section 3).
const ED25519: &[u8] = b"\x2b\x65\x70";

/// Reads a `SubjectPublicKeyInfo` (RFC 5280 section 4.1) of a key of this family.
pub(crate) fn subject_public_key(family: Family, der: &[u8]) -> Option<Material> {
    let mut info = whole(SEQUENCE, der)?;
    let mut algorithm = Reader(info.take(SEQUENCE)?);
    let key = info.take(BIT_STRING)?;
    info.end()?;
    let kind = algorithm.take(OID)?;
    // The first byte is the number of unused bits.
    let key = key.strip_prefix(&[0])?;
    match family {
        Family::Rsa if kind == RSA => {
            algorithm.take(NULL).filter(|null| null.is_empty())?;
            algorithm.end()?;
            rsa_public_key(key)
        }
        Family::P256 | Family::P384 | Family::P521 if kind == EC => {
            let curve = algorithm.take(OID)?;
            algorithm.end()?;
            let expected = match family {
                Family::P256 => P256,
                Family::P384 => P384,
                _ => P521,
            };
            (curve == expected).then(|| Material::Point(key.to_vec()))
        }
        Family::Ed25519 if kind == ED25519 => {
            algorithm.end()?;
            Some(Material::Point(key.to_vec()))
        }
        _ => None,
    }
}

/// Reads an `RSAPublicKey` (RFC 8017 appendix A.1.1).
pub(crate) fn rsa_public_key(der: &[u8]) -> Option<Material> {
    let mut key = whole(SEQUENCE, der)?;
    let (n, e) = (key.positive()?, key.positive()?);
    key.end()?;
    Some(Material::rsa(n, e))
}

/// The content of a value with nothing after it.
fn whole(tag: u8, der: &[u8]) -> Option<Reader<'_>> {
    let mut reader = Reader(der);
    let content = reader.take(tag)?;
    reader.end()?;
    Some(Reader(content))
}

/// The unread rest.
struct Reader<'d>(&'d [u8]);

impl<'d> Reader<'d> {
    /// The content of the next value, if it has this tag.
    fn take(&mut self, tag: u8) -> Option<&'d [u8]> {
        let rest = self.0.strip_prefix(&[tag])?;
        let (length, rest) = length(rest)?;
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some(content)
    }

    /// A positive INTEGER, without its sign.
    fn positive(&mut self) -> Option<&'d [u8]> {
        match self.take(INTEGER)? {
            [0, rest @ ..] if rest.first().is_some_and(|high| high & 0x80 != 0) => Some(rest),
            number @ [1..=0x7F, ..] => Some(number),
            _ => None,
        }
    }

    fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

/// A length in its shortest form, of at most two bytes, and the rest.
fn length(der: &[u8]) -> Option<(usize, &[u8])> {
    match der {
        [short @ 0..=0x7F, rest @ ..] => Some((usize::from(*short), rest)),
        [0x81, long @ 0x80..=0xFF, rest @ ..] => Some((usize::from(*long), rest)),
        [0x82, high @ 1..=0xFF, low, rest @ ..] => {
            Some((usize::from(u16::from_be_bytes([*high, *low])), rest))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// With any content, no family panics, and none accepts the key of another one.
    fn families(der: &[u8]) -> usize {
        [
            Family::Rsa,
            Family::P256,
            Family::P384,
            Family::P521,
            Family::Ed25519,
            Family::Hmac,
        ]
        .into_iter()
        .filter(|family| subject_public_key(*family, der).is_some())
        .count()
    }

    /// An Ed25519 key of RFC 8410 section 10.1.
    fn ed25519() -> Vec<u8> {
        let mut der = b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00".to_vec();
        der.resize(44, 7);
        der
    }

    #[test]
    fn a_key_has_one_spelling() {
        let good = ed25519();
        assert_eq!(families(&good), 1);
        let mut longer = good.clone();
        longer.push(0);
        let mut long_length = good.clone();
        long_length.splice(1..2, [0x81, 0x2a]);
        let mut odd_bits = good.clone();
        odd_bits[11] = 1;
        for bad in [&good[..43], &longer, &long_length, &odd_bits, &[]] {
            assert_eq!(families(bad), 0, "{bad:02x?}");
        }
    }

    #[test]
    fn numbers_are_positive_and_have_no_needless_zeros() {
        let key = |n: &[u8]| {
            let mut content = vec![INTEGER, u8::try_from(n.len()).unwrap()];
            content.extend(n);
            content.extend([INTEGER, 1, 3]);
            let mut der = vec![SEQUENCE, u8::try_from(content.len()).unwrap()];
            der.extend(content);
            rsa_public_key(&der).is_some()
        };
        assert!(key(&[0x7F]) && key(&[0, 0x80]) && key(&[1, 0]));
        assert!(!key(&[]) && !key(&[0]) && !key(&[0, 0x7F]) && !key(&[0x80]));
    }

    proptest! {
        #[test]
        fn no_bytes_are_a_panic(der in prop::collection::vec(any::<u8>(), 0..80)) {
            families(&der);
            let _ = rsa_public_key(&der);
        }

        #[test]
        fn a_key_with_a_changed_byte_is_of_one_family_at_most(at in 0_usize..44, byte in any::<u8>()) {
            let mut der = ed25519();
            der[at] = byte;
            prop_assert!(families(&der) <= 1);
        }
    }
}
