//! Any text is refused: as a token, and as the three lines that a token is made of.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use scopegate::{Algorithm, Verifier};
use scopegate_fuzz::{SECRET, encode, verify};

macro_rules! public {
    ($name:literal) => {
        include_str!(concat!("../../../runtime/src/token/testdata/", $name))
    };
}

static VERIFIERS: LazyLock<[Verifier; 3]> = LazyLock::new(|| {
    let keys = Verifier::builder()
        .public_key_pem(Algorithm::RS256, public!("rsa.public.pem"))
        .public_key_pem(Algorithm::PS512, public!("rsa.public.pem"))
        .jwk(public!("p256.jwk.json"))
        .jwk(&public!("p256_other.jwk.json").replacen('{', r#"{"kid":"k","#, 1))
        .jwk(public!("p384.jwk.json"))
        .jwk(public!("ed25519.jwk.json"));
    let strict = Verifier::builder()
        .hs256(SECRET)
        .issuer("https://issuer.example")
        .audience("items")
        .token_type("at+jwt");
    [
        Verifier::hs256(SECRET).expect("a secret"),
        keys.build().expect("keys"),
        strict.build().expect("rules"),
    ]
});

fuzz_target!(|text: &str| {
    let lines: Vec<_> = text.splitn(3, '\n').map(encode).collect();
    for token in [text, &lines.join(".")] {
        for verifier in &*VERIFIERS {
            assert!(verify(verifier, token).is_err(), "a forged token passed");
        }
    }
});
