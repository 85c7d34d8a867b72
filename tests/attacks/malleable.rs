//! ECDSA has two signatures for each that is made: with `s`, and with `n - s`. RFC 7518 section 3.4 allows both, and
//! issuers that use hardware make either. So a token has a second text that anyone can write.

use num_bigint::BigUint;
use scopegate::{Algorithm, Claims};

use crate::attacks::ecdsa::{P256, P384, number, padded};
use crate::attacks::forge::{decode, join};
use crate::attacks::issuer::Issuer;
use crate::attacks::service::verify;

/// What must be true: the second text says exactly what the first says, so that it grants nothing more. Whoever
/// takes tokens back has to go by `jti` and not by the text.
#[test]
fn the_other_signature_of_a_token_says_and_grants_the_same() {
    for (algorithm, [order, _], length) in
        [(Algorithm::ES256, P256, 32), (Algorithm::ES384, P384, 48)]
    {
        let issuer = Issuer::of(algorithm);
        let token = issuer.token();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let signature = decode(signature);
        let (r, s) = signature.split_at(length);
        let other = padded(&(number(order) - BigUint::from_bytes_be(s)), length);
        let other = join(signed, [r, &other].concat());
        assert_ne!(token, other);

        let [first, second] =
            [&token, &other].map(|token| verify(&issuer.verifier, token).unwrap());
        assert!(first.scopes() == second.scopes());
        assert!(first.claims::<Claims>().unwrap() == second.claims::<Claims>().unwrap());
    }
}
