//! scopegate enables no library of jsonwebtoken: where two are enabled, it panics on the first token.

#[cfg(test)]
mod tests {
    use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
    use scopegate::{TokenIssuer, Verifier};
    use serde_json::{Value, json};

    const SECRET: &[u8; 32] = b"only for tests: known to anybody";

    #[test]
    fn the_application_signs_and_verifies_its_own_tokens() {
        let key = EncodingKey::from_secret(SECRET);
        let claims = json!({ "sub": "johndoe", "scope": "items", "exp": 99_999_999_999_u64 });
        let token = encode(&Header::default(), &claims, &key).unwrap();
        let key = DecodingKey::from_secret(SECRET);
        let decoded = decode::<Value>(&token, &key, &Validation::new(Algorithm::HS256)).unwrap();
        assert_eq!(decoded.claims["sub"], "johndoe");

        let verified = Verifier::hs256(SECRET)
            .unwrap()
            .verify(&token)
            .now()
            .unwrap();
        assert!(verified.scopes().contains("items"));
    }

    #[test]
    fn it_reads_the_tokens_of_scopegate() {
        let token = TokenIssuer::hs256(SECRET)
            .unwrap()
            .issue("johndoe", ["items"])
            .unwrap();
        let key = DecodingKey::from_secret(SECRET);
        let decoded = decode::<Value>(&token, &key, &Validation::new(Algorithm::HS256)).unwrap();
        assert_eq!(decoded.claims["sub"], "johndoe");
    }
}
