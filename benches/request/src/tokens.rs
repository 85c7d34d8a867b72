//! Tokens, and the keys to verify them: `tokens/make` has the claims.

pub(crate) const SECRET: &[u8] =
    b"09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7";
pub(crate) const ISSUER: &str = "https://issuer.example";
pub(crate) const AUDIENCE: &str = "https://api.example";

macro_rules! tokens {
    ($($name:ident $file:literal)*) => {
        $(pub(crate) const $name: &str = include_str!(concat!("../tokens/", $file)).trim_ascii_end();)*
    };
}

tokens! {
    HS256 "hs256.jwt"
    LESS "less.jwt"
    EXPIRED "expired.jwt"
    RS256 "rs256.jwt"
    ES256 "es256.jwt"
    EDDSA "eddsa.jwt"
}

macro_rules! keys {
    ($($name:ident $file:literal)*) => {
        $(pub(crate) const $name: &str =
            include_str!(concat!("../../../runtime/src/token/testdata/", $file));)*
    };
}

keys! {
    RSA_PUBLIC "rsa.public.pem"
    P256_PUBLIC "p256.public.pem"
    ED25519_PUBLIC "ed25519.public.pem"
}
