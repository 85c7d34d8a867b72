//! The token chooses another algorithm than the key's.

use aws_lc_rs::hmac::{self, HMAC_SHA256, HMAC_SHA384, HMAC_SHA512};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256K1_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use scopegate::{Algorithm, TokenError};

use crate::attacks::attack::Attack;
use crate::attacks::forge::{
    by_secret, claims, decode, der, encode_standard, join, signed, testdata,
};
use crate::attacks::issuer::{Issuer, Key, RSA, SECRET};

pub(crate) fn attacks() -> Vec<Attack> {
    [
        public_keys_as_secrets(),
        rsa_schemes(),
        curves(),
        hashes_of_hmac(),
        spellings(),
    ]
    .concat()
}

/// Every form in which a library may have kept the public key.
fn forms(issuer: &Issuer) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    const PEM: &str = "CVE-2015-9235, CVE-2016-5431, CVE-2016-10555, CVE-2024-54150";
    const DER: &str = "CVE-2024-33663 and its bypass by DER";
    let pem = issuer.pem.to_owned();
    let der = der(&pem);
    let mut forms = vec![
        ("PEM", PEM, pem.clone().into_bytes()),
        ("PEM without newline", PEM, pem.trim_end().into()),
        ("PEM with CRLF", PEM, pem.replace('\n', "\r\n").into()),
        ("PEM with a blank line", PEM, format!("{pem}\n").into()),
        (
            "PEM with a space before",
            "CVE-2023-48223, CVE-2026-34950",
            format!(" {pem}").into(),
        ),
        ("PEM in one line", PEM, pem.replace('\n', "").into()),
        (
            "PEM with escaped newlines",
            PEM,
            pem.replace('\n', "\\n").into(),
        ),
        ("PEM with a NUL", PEM, format!("{pem}\0").into()),
        (
            "base64 of PEM",
            "PortSwigger, JWT algorithm confusion",
            encode_standard(&pem).into(),
        ),
        (
            "base64 of DER",
            "CVE-2022-29217",
            encode_standard(&der).into(),
        ),
        ("DER", DER, der),
        ("JWK", "CVE-2023-48238, CVE-2026-22817", issuer.jwk.into()),
        (
            "JWK without newline",
            "CVE-2023-48238",
            issuer.jwk.trim_end().into(),
        ),
        ("nothing", "CVE-2019-20933", Vec::new()),
    ];
    if RSA.contains(&issuer.algorithm) {
        let pkcs1 = testdata!("rsa.pkcs1.public.pem");
        forms.push(("PKCS#1 PEM", "CVE-2017-11424", pkcs1.into()));
        forms.push(("PKCS#1 DER", DER, crate::attacks::forge::der(pkcs1)));
    }
    forms.push((
        "its numbers",
        "Wycheproof, rejectsSymmetryConfusionAttacks",
        numbers(issuer.jwk),
    ));
    forms
}

/// The modulus, or the coordinates of the point.
fn numbers(jwk: &str) -> Vec<u8> {
    let jwk: serde_json::Value = serde_json::from_str(jwk).unwrap();
    let members = ["n", "x", "y"].into_iter();
    members
        .filter_map(|name| jwk[name].as_str())
        .flat_map(decode)
        .collect()
}

fn public_keys_as_secrets() -> Vec<Attack> {
    let mut attacks = Vec::new();
    for issuer in Issuer::asymmetric() {
        for (form, source, secret) in forms(&issuer) {
            for (alg, hash) in [
                ("HS256", HMAC_SHA256),
                ("HS384", HMAC_SHA384),
                ("HS512", HMAC_SHA512),
            ] {
                let token = by_secret(hash, &secret, format!(r#"{{"alg":"{alg}"}}"#), claims(""));
                let name = format!("{form} as the secret of {alg}");
                attacks.push(issuer.attack(&name, source, token, TokenError::Algorithm));
            }
            let token = by_secret(HMAC_SHA256, &secret, issuer.header(""), claims(""));
            let name = format!("an HMAC by its {form} under its own name");
            attacks.push(issuer.attack(&name, source, token, TokenError::Signature));
        }
    }
    attacks
}

/// One RSA key, six algorithms.
fn rsa_schemes() -> Vec<Attack> {
    const SOURCE: &str = "RFC 8725 section 3.1";
    let mut attacks = Vec::new();
    let issuers = || RSA.into_iter().map(Issuer::of);
    for (issuer, other) in
        issuers().flat_map(|issuer| issuers().map(move |o| (Issuer::of(issuer.algorithm), o)))
    {
        if issuer.algorithm == other.algorithm {
            continue;
        }
        let name = format!("a token of {}", other.algorithm);
        attacks.push(issuer.attack(&name, SOURCE, other.token(), TokenError::Algorithm));
        let name = format!("a signature of {}", other.algorithm);
        let token = other.key.token(issuer.header(""), claims(""));
        attacks.push(issuer.attack(&name, SOURCE, token, TokenError::Signature));
        let name = format!("its own signature under the name of {}", other.algorithm);
        let token = issuer.key.token(other.header(""), claims(""));
        attacks.push(issuer.attack(&name, SOURCE, token, TokenError::Algorithm));
    }
    attacks
}

fn curves() -> Vec<Attack> {
    const SOURCE: &str = "RFC 8725 section 3.1, CVE-2022-23539";
    let [es256, es384] = [Algorithm::ES256, Algorithm::ES384].map(Issuer::of);
    let k1 = EcdsaKeyPair::generate(&ECDSA_P256K1_SHA256_FIXED_SIGNING).unwrap();
    let by_k1 = |header: &str| {
        let signed = signed(header, claims(""));
        let signature = k1.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        join(&signed, signature)
    };
    let (signature, algorithm) = (TokenError::Signature, TokenError::Algorithm);
    vec![
        es256.attack(
            "signed on P-384",
            SOURCE,
            es384.key.token(es256.header(""), claims("")),
            signature,
        ),
        es384.attack(
            "signed on P-256",
            SOURCE,
            es256.key.token(es384.header(""), claims("")),
            signature,
        ),
        es256.attack(
            "signed on secp256k1",
            SOURCE,
            by_k1(&es256.header("")),
            signature,
        ),
        es256.attack(
            "ES256K",
            "RFC 8812",
            by_k1(r#"{"alg":"ES256K"}"#),
            algorithm,
        ),
        es256.attack(
            "ES384 by P-256",
            SOURCE,
            es256.key.token(r#"{"alg":"ES384"}"#, claims("")),
            algorithm,
        ),
        es256.attack(
            "ES512",
            SOURCE,
            es256.key.token(r#"{"alg":"ES512"}"#, claims("")),
            algorithm,
        ),
    ]
}

/// The right secret with another hash.
fn hashes_of_hmac() -> Vec<Attack> {
    const SOURCE: &str = "RFC 8725 section 3.1";
    let issuer = Issuer::of(Algorithm::HS256);
    let mut attacks = Vec::new();
    for (hash, alg) in [
        (hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, "HS1"),
        (hmac::HMAC_SHA224, "HS224"),
        (HMAC_SHA384, "HS384"),
        (HMAC_SHA512, "HS512"),
    ] {
        let key = Key::hmac(hash, SECRET);
        let named = key.token(format!(r#"{{"alg":"{alg}"}}"#), claims(""));
        attacks.push(issuer.attack(
            &format!("a token of {alg}"),
            SOURCE,
            named,
            TokenError::Algorithm,
        ));
        let hidden = key.token(issuer.header(""), claims(""));
        attacks.push(issuer.attack(
            &format!("a signature of {alg}"),
            SOURCE,
            hidden,
            TokenError::Signature,
        ));
        let signed = issuer.signed();
        let mut cut = key.sign(signed.as_bytes());
        cut.truncate(32);
        if alg.len() == 5 && alg != "HS224" {
            let token = join(&signed, cut);
            attacks.push(issuer.attack(
                &format!("{alg} cut to 32 bytes"),
                SOURCE,
                token,
                TokenError::Signature,
            ));
        }
    }
    attacks
}

/// Names are case-sensitive, and only whole names count.
fn spellings() -> Vec<Attack> {
    let mut attacks = Vec::new();
    for issuer in Issuer::all() {
        let alg = issuer.algorithm.as_str();
        for other in [
            alg.to_lowercase(),
            format!("{alg} "),
            format!(" {alg}"),
            format!("{alg}\\u0000"),
            format!("{alg},none"),
            format!("{}\\uff36", &alg[..alg.len() - 1]),
            alg[..alg.len() - 1].to_owned(),
            format!("{alg}{alg}"),
            "dir".to_owned(),
            "A256KW".to_owned(),
            "RSA1_5".to_owned(),
            "PBES2-HS256+A128KW".to_owned(),
            "Ed448".to_owned(),
            "unknown".to_owned(),
        ] {
            let token = issuer
                .key
                .token(format!(r#"{{"alg":"{other}"}}"#), claims(""));
            let source = "RFC 7515 section 4.1.1, CVE-2026-23993";
            attacks.push(issuer.attack(
                &format!("alg {other:?}"),
                source,
                token,
                TokenError::Algorithm,
            ));
        }
    }
    attacks
}
