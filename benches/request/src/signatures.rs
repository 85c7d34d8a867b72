//! Signatures alone.

use aws_lc_rs::hmac;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256,
};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::Algorithm;

use crate::cases::Once;
use crate::tokens::{ED25519_PUBLIC, P256_PUBLIC, RSA_PUBLIC, SECRET};

/// What verifies the signature of this token.
pub(crate) fn verify(algorithm: Algorithm, token: &str) -> Once {
    let (signed, signature) = token.rsplit_once('.').expect("a token");
    let signature = URL_SAFE_NO_PAD.decode(signature).expect("a signature");
    let signed = signed.to_owned();
    if algorithm == Algorithm::HS256 {
        let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET);
        return Box::new(move || {
            hmac::verify(&key, signed.as_bytes(), &signature).expect("a valid signature");
        });
    }
    let key = match algorithm {
        Algorithm::RS256 => ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der(RSA_PUBLIC)),
        Algorithm::ES256 => ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, der(P256_PUBLIC)),
        _ => ParsedPublicKey::new(&ED25519, der(ED25519_PUBLIC)),
    };
    let key = key.expect("a key");
    Box::new(move || {
        key.verify_sig(signed.as_bytes(), &signature)
            .expect("a valid signature")
    })
}

fn der(pem: &str) -> Vec<u8> {
    let lines = pem.lines().filter(|line| !line.starts_with("---"));
    STANDARD
        .decode(lines.collect::<String>())
        .expect("a PEM block")
}
