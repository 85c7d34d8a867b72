//! Problems with a key.

use super::Algorithm;

/// Why a key was refused. The text is for the operator of the service and contains nothing of the key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum KeyProblem {
    #[error(
        "the {algorithm} secret has {length} bytes, fewer than the {needed} it needs (RFC 7518 section 3.2): make one \
         with `openssl rand -hex {needed}`"
    )]
    ShortSecret {
        algorithm: Algorithm,
        length: usize,
        needed: usize,
    },
    #[error("{0} is not an algorithm for shared secrets")]
    NotOfSecrets(Algorithm),
    #[error(
        "the secret is a key in PEM, DER, JWK or SSH form: if it is a public key, anyone who has it could sign \
         tokens (pass public keys to `public_key_pem` or `jwk`)"
    )]
    SecretIsKey,
    #[error("{0} has no public key: pass the secret to `hs256`, `hs384` or `hs512`")]
    Symmetric(Algorithm),
    #[error(
        "this is not a single PEM block `PUBLIC KEY` or `RSA PUBLIC KEY` (extract the public key from a certificate \
         or a private key with `openssl`)"
    )]
    NotAPublicPem,
    #[error(
        "this is not a single PEM block `PRIVATE KEY` (PKCS #8: `openssl genpkey` writes one, and `openssl pkcs8 \
         -topk8 -nocrypt` converts other forms)"
    )]
    NotAPrivatePem,
    #[error("a published key needs its own name (`kid`)")]
    NameOfKey,
    #[error("the PEM does not hold a private key for {0}")]
    NotAPrivateKey(Algorithm),
    #[error("the PEM does not hold a public key for {0}")]
    PemForAnother(Algorithm),
    #[error("{0} needs the feature `aws_lc_rs`")]
    NotInThisLibrary(Algorithm),
    #[error("this is not a public key for {0}")]
    NotAKey(Algorithm),
    #[error("the RSA key has {0} bits, and must have 2048 to 8192 (RFC 7518 section 3.3)")]
    RsaSize(usize),
    #[error("the RSA key's exponent is not an odd number from 3 to 2^33")]
    RsaExponent,
    #[error("the RSA key's modulus is even, so it can be factored")]
    RsaModulus,
    #[error(
        "the RSA key was made by a broken generator, and anyone can compute its private key (CVE-2017-15361)"
    )]
    Roca,
    #[error("the Ed25519 key is a point of small order: anyone can forge its signatures")]
    SmallOrder,
    #[error("this is not a JWK: a JSON object with `kty`, each member once (RFC 7517 section 4)")]
    NotAJwk,
    #[error("the JWK holds a private key: pass only its public members")]
    PrivateJwk,
    #[error("a JWK of kty `oct` is a secret: pass its bytes to `hs256`, `hs384` or `hs512`")]
    OctJwk,
    #[error("the JWK is of a kind other than RSA, EC P-256, EC P-384, EC P-521 and OKP Ed25519")]
    UnsupportedJwk,
    #[error("the JWK is not for signatures: its `use` is not `sig`")]
    NotForSignatures,
    #[error("the JWK is not for verifying: its `key_ops` lacks `verify`")]
    NotForVerifying,
    #[error("the JWK's `alg` is not a supported algorithm")]
    UnsupportedAlgorithm,
    #[error("an RSA JWK without `alg` fits several algorithms: name one with `jwk_with`")]
    AmbiguousAlgorithm,
    #[error("the JWK's `alg` is {of_key}, not {asked}")]
    AnotherAlgorithm { of_key: Algorithm, asked: Algorithm },
    #[error("a member of the JWK is missing or not base64url of the right length")]
    JwkMember,
}
