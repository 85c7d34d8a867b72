//! Stateless nonces: each is a message authentication code of the time it was made at (RFC 9449 section 8).

use std::time::Duration;

use crate::crypto::hmac;
use crate::token::compact::{decode, encode};

/// The period in which the nonce stays the same. It is accepted for another one.
const PERIOD: u64 = 120;

/// Separates these codes from any other use of the secret.
const LABEL: &[u8] = b"scopegate DPoP nonce\0";

/// Makes nonces, and recognizes recent ones.
pub(super) struct Nonces {
    secret: Box<[u8]>,
}

impl Nonces {
    pub(super) fn new(secret: Box<[u8]>) -> Self {
        Self { secret }
    }

    pub(super) fn make(&self, now: Duration) -> String {
        encode(hmac::sign(&self.secret, &message(period(now))))
    }

    /// Whether the nonce is of the current period, or of an adjacent one: the next one is that of an instance whose
    /// clock is ahead.
    pub(super) fn is_fresh(&self, nonce: &str, now: Duration) -> bool {
        let (Ok(code), now) = (decode(nonce), period(now)) else {
            return false;
        };
        [now, now.saturating_sub(1), now.saturating_add(1)]
            .into_iter()
            .any(|period| hmac::verify(&self.secret, &message(period), &code))
    }
}

fn period(now: Duration) -> u64 {
    now.as_secs() / PERIOD
}

fn message(period: u64) -> Vec<u8> {
    [LABEL, &period.to_be_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::{Duration, Nonces, PERIOD};

    const START: u64 = 1000 * PERIOD;

    fn nonces(byte: u8) -> Nonces {
        Nonces::new([byte; 32].into())
    }

    #[test]
    fn a_nonce_is_good_for_one_period_and_the_next() {
        let nonces = nonces(1);
        let at = Duration::from_secs;
        let nonce = nonces.make(at(START));
        assert_eq!(nonce, nonces.make(at(START + PERIOD - 1)));
        assert_ne!(nonce, nonces.make(at(START + PERIOD)));
        for now in [START, START + PERIOD, START + 2 * PERIOD - 1, START - 1] {
            assert!(nonces.is_fresh(&nonce, at(now)), "{now}");
        }
        for now in [0, START - PERIOD - 1, START + 2 * PERIOD, u64::MAX] {
            assert!(!nonces.is_fresh(&nonce, at(now)), "{now}");
        }
    }

    #[test]
    fn what_nobody_made_is_no_nonce() {
        let now = Duration::from_secs(START);
        let nonce = nonces(1).make(now);
        assert!(!nonces(2).is_fresh(&nonce, now));
        for other in [
            "",
            "a",
            &nonce[1..],
            &format!("{nonce}="),
            &format!("{nonce}AAAA"),
        ] {
            assert!(!nonces(1).is_fresh(other, now), "{other}");
        }
    }
}
