//! The numbers of a public key, from any source.

use super::{Algorithm, Family, KeyProblem, roca};

/// A public key as numbers.
#[derive(Debug)]
pub(crate) enum Material {
    /// Modulus and exponent, big-endian.
    Rsa { n: Vec<u8>, e: Vec<u8> },
    /// An uncompressed point of SEC 1 section 2.3.3, or the 32 bytes of RFC 8032 section 5.1.5.
    Point(Vec<u8>),
}

impl Material {
    /// Some issuers pad a modulus with a zero (RFC 7518 section 6.3.1.1 warns of it), which one library treats as a
    /// different key.
    pub(crate) fn rsa(n: &[u8], e: &[u8]) -> Self {
        let trim = |number: &[u8]| {
            number
                .iter()
                .copied()
                .skip_while(|digit| *digit == 0)
                .collect()
        };
        Self::Rsa {
            n: trim(n),
            e: trim(e),
        }
    }

    /// Checks that these numbers can be a key for the algorithm. Neither library checks all of this, and one panics on
    /// points that are too short.
    pub(crate) fn check(&self, algorithm: Algorithm) -> Result<(), KeyProblem> {
        check_library(algorithm)?;
        let fits = match (algorithm.family(), self) {
            (Family::Rsa, Self::Rsa { n, e }) => return check_rsa(n, e),
            (Family::P256, Self::Point(point)) => is_uncompressed(point, 32),
            (Family::P384, Self::Point(point)) => is_uncompressed(point, 48),
            (Family::P521, Self::Point(point)) => is_uncompressed(point, 66),
            (Family::Ed25519, Self::Point(point)) if has_small_order(point) => {
                return Err(KeyProblem::SmallOrder);
            }
            (Family::Ed25519, Self::Point(point)) => point.len() == 32,
            _ => false,
        };
        if fits {
            Ok(())
        } else {
            Err(KeyProblem::NotAKey(algorithm))
        }
    }
}

/// Checks that the enabled library supports the algorithm.
pub(crate) fn check_library(algorithm: Algorithm) -> Result<(), KeyProblem> {
    if algorithm == Algorithm::ES512 && cfg!(not(feature = "aws_lc_rs")) {
        return Err(KeyProblem::NotInThisLibrary(algorithm));
    }
    Ok(())
}

fn is_uncompressed(point: &[u8], coordinate: usize) -> bool {
    point.first() == Some(&4) && point.len() == 1 + 2 * coordinate
}

/// The y-coordinates of the two pairs of points with order 8.
const ORDER_8: [[u8; 32]; 2] = [
    [
        0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF, 0x98,
        0xF0, 0xD5, 0xDF, 0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88, 0x6D, 0x53,
        0xFC, 0x05,
    ],
    [
        0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10, 0x67,
        0x0F, 0x2A, 0x20, 0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77, 0x92, 0xAC,
        0x03, 0x7A,
    ],
];

/// Whether eight times this point of Ed25519 is the neutral element. For such a key, `R` = 1 and `S` = 0 is a valid
/// signature of each message, or of one in eight, and AWS-LC accepts it.
fn has_small_order(point: &[u8]) -> bool {
    let Ok(mut y) = <[u8; 32]>::try_from(point) else {
        return false;
    };
    // A point and its negative differ in the sign of x, which is the highest bit.
    y[31] &= 0x7F;
    let [first, middle @ .., last] = &y;
    let all = |byte: u8| middle.iter().all(|digit| *digit == byte);
    // 0 and 1; then p - 1, and p and p + 1, which are 0 and 1 to a lenient parser.
    let zero_or_one = all(0) && *last == 0 && *first <= 1;
    let near_p = all(0xFF) && *last == 0x7F && (0xEC..=0xEE).contains(first);
    zero_or_one || near_p || ORDER_8.contains(&y)
}

fn check_rsa(n: &[u8], e: &[u8]) -> Result<(), KeyProblem> {
    let bits = bit_length(n);
    if !(2048..=8192).contains(&bits) {
        return Err(KeyProblem::RsaSize(bits));
    }
    if n.last().is_some_and(|low| low % 2 == 0) {
        return Err(KeyProblem::RsaModulus);
    }
    if roca::is_weak(n) {
        return Err(KeyProblem::Roca);
    }
    // With an exponent of 1 every message is its own signature.
    let odd = e.last().is_some_and(|low| low % 2 == 1);
    if odd && (2..=33).contains(&bit_length(e)) {
        Ok(())
    } else {
        Err(KeyProblem::RsaExponent)
    }
}

fn bit_length(number: &[u8]) -> usize {
    let mut digits = number.iter().skip_while(|digit| **digit == 0);
    let Some(high) = digits.next() else { return 0 };
    let high_bits = u8::BITS - high.leading_zeros();
    digits.count() * 8 + high_bits as usize
}

#[cfg(test)]
mod tests {
    use super::{Algorithm, KeyProblem, Material, bit_length};

    #[test]
    fn bits_are_counted_without_leading_zeros() {
        for (number, bits) in [
            (&[][..], 0),
            (&[0, 0], 0),
            (&[1], 1),
            (&[0, 3], 2),
            (&[1, 0, 1], 17),
            (&[0x80, 0], 16),
        ] {
            assert_eq!(bit_length(number), bits, "{number:?}");
        }
    }

    #[test]
    fn rsa_numbers_that_prove_nothing_are_refused() {
        let n = [0xFF; 256];
        for e in [&[][..], &[0], &[1], &[0, 1], &[2], &[4], &[0xFF; 5]] {
            let key = Material::Rsa {
                n: n.to_vec(),
                e: e.to_vec(),
            };
            assert_eq!(
                key.check(Algorithm::RS256),
                Err(KeyProblem::RsaExponent),
                "{e:?}"
            );
        }
        for length in [0, 1, 128, 255, 1025] {
            let key = Material::Rsa {
                n: vec![0xFF; length],
                e: vec![1, 0, 1],
            };
            assert_eq!(
                key.check(Algorithm::PS512),
                Err(KeyProblem::RsaSize(length * 8))
            );
        }
        let key = Material::Rsa {
            n: n.to_vec(),
            e: vec![1, 0, 1],
        };
        assert_eq!(key.check(Algorithm::RS256), Ok(()));
        assert_eq!(
            key.check(Algorithm::ES256),
            Err(KeyProblem::NotAKey(Algorithm::ES256))
        );
    }
}
