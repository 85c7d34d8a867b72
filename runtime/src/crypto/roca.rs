//! RSA keys from a broken generator (CVE-2017-15361): anyone can compute the private key.

/// The odd primes up to 167. That generator builds its primes from their product.
const PRIMES: [u32; 38] = [
    3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97,
    101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
];

/// Whether the modulus, big-endian, is a power of 65537 modulo every prime. About one in 2^27 of other keys is.
pub(crate) fn is_weak(modulus: &[u8]) -> bool {
    PRIMES.iter().all(|&prime| {
        let rest = (modulus.iter()).fold(0, |rest, &digit| (rest * 256 + u32::from(digit)) % prime);
        is_power_of_65537(rest, prime)
    })
}

fn is_power_of_65537(number: u32, prime: u32) -> bool {
    let mut power = 1;
    while power != number {
        power = power * 65537 % prime;
        if power == 1 {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{is_power_of_65537, is_weak};

    #[test]
    fn powers_are_found_in_their_group() {
        // Modulo 7 it is 3, whose powers are everything except 0; modulo 11 it is -1.
        let powers = |prime| {
            let numbers = (0..prime).filter(|number| is_power_of_65537(*number, prime));
            numbers.collect::<Vec<_>>()
        };
        assert_eq!(powers(7), [1, 2, 3, 4, 5, 6]);
        assert_eq!(powers(11), [1, 10]);
    }

    #[test]
    fn a_power_of_65537_is_weak_and_its_neighbours_are_not() {
        let mut modulus = vec![1];
        for _ in 0..128 {
            // Times 65537: the number itself, and the number shifted by two digits.
            let (itself, further) = (
                [&[0, 0], &modulus[..]].concat(),
                [&modulus[..], &[0, 0]].concat(),
            );
            let mut carry = 0;
            modulus = Vec::new();
            for (a, b) in itself.iter().zip(&further).rev() {
                let sum = u16::from(*a) + u16::from(*b) + carry;
                modulus.insert(0, sum.to_le_bytes()[0]);
                carry = sum >> 8;
            }
        }
        assert!(is_weak(&modulus));
        let last = modulus.len() - 1;
        modulus[last] = 3;
        assert!(!is_weak(&modulus));
        assert!(!is_weak(&[]) && !is_weak(&[0; 256]) && !is_weak(&[0xFF; 256]));
    }
}
