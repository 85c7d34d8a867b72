//! Valid and invalid proofs of possession, for tests.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use super::TestToken;
use crate::clock::{now, since_1970};
use crate::crypto::sha256;
use crate::dpop::signer::TestKey;
use crate::dpop::thumbprint;

/// A client's key for tests, which makes valid and invalid proofs (RFC 9449).
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use scopegate::testing::{TestDpopKey, TestTokens};
///
/// let key = TestDpopKey::new();
/// let token = TestTokens::new().token().scopes(["items"]).bound_to(&key).issue();
/// let proof = key.proof("GET", "https://api.example.com/items").access_token(&token);
///
/// let headers = [("authorization", format!("DPoP {token}")), ("dpop", proof.sign())];
/// let hour_ago = SystemTime::now() - Duration::from_secs(3600);
/// let stale = [("authorization", format!("DPoP {token}")), ("dpop", proof.issued_at(hour_ago).sign())];
/// # assert_ne!(headers, stale);
/// ```
///
/// The keys are the same in every program, and public: never trust them outside of tests.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TestDpopKey {
    key: TestKey,
}

impl TestDpopKey {
    /// A key on P-256.
    #[must_use]
    pub fn new() -> Self {
        Self { key: TestKey::One }
    }

    /// Another key, for the role of an attacker who has stolen the token.
    #[must_use]
    pub fn other() -> Self {
        Self {
            key: TestKey::Other,
        }
    }

    /// The `jkt` of a token that is bound to this key (RFC 9449 section 6.1).
    ///
    /// # Panics
    /// Never: the key is valid.
    #[must_use]
    pub fn thumbprint(&self) -> String {
        thumbprint(self.key.jwk()).unwrap_or_else(|error| unreachable!("{error}"))
    }

    /// A valid proof for this method and address, to be modified. It still needs its [access
    /// token](TestProof::access_token).
    ///
    /// # Panics
    /// Never: the key is valid.
    pub fn proof(&self, method: &str, url: &str) -> TestProof {
        let jwk = serde_json::from_str(self.key.jwk());
        let jwk: Value = jwk.unwrap_or_else(|error| unreachable!("{error}"));
        let mut claims = Map::new();
        claims.insert("jti".into(), unique().into());
        claims.insert("htm".into(), method.into());
        claims.insert("htu".into(), url.into());
        claims.insert("iat".into(), now().as_secs().into());
        TestProof {
            header: Map::from_iter([
                ("typ".to_owned(), "dpop+jwt".into()),
                ("alg".to_owned(), "ES256".into()),
                ("jwk".to_owned(), jwk),
            ]),
            claims,
            signed_by: Some(self.key),
        }
    }
}

impl Default for TestDpopKey {
    fn default() -> Self {
        Self::new()
    }
}

/// A proof that is being built. See [`TestDpopKey`] for an example.
///
/// ```
/// use scopegate::testing::TestDpopKey;
///
/// let key = TestDpopKey::new();
/// let proof = key.proof("GET", "https://api.example.com/items").access_token("a.signed.token");
/// let invalid = [
///     proof.clone().unsigned(),
///     proof.clone().without_header("jwk"),
///     proof.clone().foreign_signature(&TestDpopKey::other()),
///     proof.fresh().nonce("invented"),
/// ];
/// assert!(invalid.iter().all(|proof| proof.sign().split('.').count() == 3));
/// ```
#[derive(Clone)]
#[must_use]
pub struct TestProof {
    header: Map<String, Value>,
    claims: Map<String, Value>,
    signed_by: Option<TestKey>,
}

impl TestProof {
    /// Sets the access token that it is for (`ath`).
    pub fn access_token(self, token: &str) -> Self {
        self.claim("ath", URL_SAFE_NO_PAD.encode(sha256(token.as_bytes())))
    }

    /// Sets when it was made (`iat`, in whole seconds).
    pub fn issued_at(self, time: SystemTime) -> Self {
        self.claim("iat", since_1970(time).as_secs())
    }

    /// Adds this nonce of the service (RFC 9449 section 9).
    pub fn nonce(self, nonce: &str) -> Self {
        self.claim("nonce", nonce)
    }

    /// Sets another identifier (`jti`), as the next proof has. Otherwise, a clone has the same one.
    pub fn fresh(self) -> Self {
        self.claim("jti", unique())
    }

    /// Sets any claim.
    pub fn claim(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.claims.insert(name.to_owned(), value.into());
        self
    }

    /// Removes a claim.
    pub fn without(mut self, name: &str) -> Self {
        self.claims.remove(name);
        self
    }

    /// Sets any member of the header.
    pub fn header(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.header.insert(name.to_owned(), value.into());
        self
    }

    /// Removes a member of the header.
    pub fn without_header(mut self, name: &str) -> Self {
        self.header.remove(name);
        self
    }

    /// Signs it with a key other than the one that it contains.
    pub fn foreign_signature(mut self, key: &TestDpopKey) -> Self {
        self.signed_by = Some(key.key);
        self
    }

    /// Leaves it unsigned: `alg` is `none`, and the signature is empty.
    pub fn unsigned(mut self) -> Self {
        self.signed_by = None;
        self.header("alg", "none")
    }

    /// The proof as a client sends it in the header `DPoP`. Sending it twice is a replay.
    #[must_use]
    pub fn sign(&self) -> String {
        let [header, claims] = [&self.header, &self.claims].map(|part| json!(part).to_string());
        match self.signed_by {
            Some(key) => key.sign(header, claims),
            None => [&header, &claims]
                .map(|part| URL_SAFE_NO_PAD.encode(part) + ".")
                .concat(),
        }
    }
}

impl TestToken {
    /// Binds the token to a client's key (`cnf` with `jkt`: RFC 9449 section 6.1).
    pub fn bound_to(self, key: &TestDpopKey) -> Self {
        self.confirmed_by("jkt", key.thumbprint())
    }
}

/// Unique among all proofs of all runs.
fn unique() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{}-{}-{count}", std::process::id(), now().as_nanos())
}

/// Does not show the key.
impl fmt::Debug for TestDpopKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestDpopKey").finish_non_exhaustive()
    }
}

/// Does not show the key.
impl fmt::Debug for TestProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestProof")
            .field("header", &self.header)
            .field("claims", &self.claims)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use http::{Method, Uri};

    use super::{TestDpopKey, TestProof};
    use crate::dpop::{Dpop, DpopError, ProofRequest};

    const URL: &str = "https://api.example.com/items";

    fn honest() -> TestProof {
        TestDpopKey::new()
            .proof("GET", URL)
            .access_token("the token")
    }

    async fn verdict(dpop: &Dpop, proof: &TestProof) -> Result<(), DpopError> {
        let request = ProofRequest {
            method: &Method::GET,
            uri: &Uri::from_static("/items"),
            token: "the token",
            jkt: &TestDpopKey::new().thumbprint(),
        };
        dpop.check(&proof.sign(), request).await
    }

    #[tokio::test]
    async fn each_bad_proof_is_bad_in_its_own_way() {
        let dpop = Dpop::new("https://api.example.com").unwrap();
        let (key, other) = (TestDpopKey::new(), TestDpopKey::other());
        let (now, hour) = (SystemTime::now(), Duration::from_secs(3600));
        for (proof, expected) in [
            (honest(), Ok(())),
            (honest().issued_at(now - hour / 72), Ok(())),
            (honest().issued_at(now - hour), Err(DpopError::Expired)),
            (honest().issued_at(now + hour), Err(DpopError::NotYetValid)),
            (honest().access_token("other"), Err(DpopError::OtherToken)),
            (key.proof("GET", URL), Err(DpopError::MissingClaim("ath"))),
            (key.proof("POST", URL), Err(DpopError::Method)),
            (
                key.proof("GET", "https://evil.example/items")
                    .access_token("the token"),
                Err(DpopError::Address),
            ),
            (other.proof("GET", URL), Err(DpopError::OtherKey)),
            (
                honest().foreign_signature(&other),
                Err(DpopError::Signature),
            ),
            (honest().unsigned(), Err(DpopError::Algorithm)),
            (
                honest().claim("jti", ""),
                Err(DpopError::InvalidClaim("jti")),
            ),
            (honest().without("jti"), Err(DpopError::MissingClaim("jti"))),
            (honest().header("typ", "JWT"), Err(DpopError::Type)),
            (honest().without_header("jwk"), Err(DpopError::Key)),
        ] {
            assert_eq!(verdict(&dpop, &proof).await, expected, "{proof:?}");
        }
    }

    #[tokio::test]
    async fn a_proof_twice_is_a_replay_and_a_fresh_one_is_not() {
        let dpop = Dpop::new("https://api.example.com").unwrap();
        let proof = honest();
        assert_eq!(verdict(&dpop, &proof).await, Ok(()));
        assert_eq!(verdict(&dpop, &proof).await, Err(DpopError::Replayed));
        assert_eq!(verdict(&dpop, &proof.fresh()).await, Ok(()));
    }

    #[tokio::test]
    async fn a_nonce_that_was_given_is_accepted() {
        let dpop = Dpop::builder().public_url("https://api.example.com");
        let dpop = dpop.nonces([7; 32]).build().unwrap();
        assert_eq!(verdict(&dpop, &honest()).await, Err(DpopError::Nonce));
        let nonce = dpop.nonce().unwrap();
        let proof = honest().nonce(nonce.to_str().unwrap());
        assert_eq!(verdict(&dpop, &proof).await, Ok(()));
    }
}
