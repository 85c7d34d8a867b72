//! An in-process provider for tests.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CACHE_CONTROL};
use http::{HeaderValue, Request, Response, StatusCode, Uri};
use serde_json::{Value, json};

use super::TestToken;
use super::key_pair::KeyPair;
use super::tokens::{Signer, from_now};
use crate::crypto::Algorithm;
use crate::provider::{Fetch, FetchError, FetchErrorKind};
use crate::verify::{Verifier, VerifierBuilder};

/// A provider for tests, with keys that rotate and simulated outages. It opens no socket.
///
/// ```
/// use scopegate::TokenError;
/// use scopegate::testing::TestProvider;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let issuer = TestProvider::new("https://issuer.example");
/// let verifier = issuer.verifier_builder().audience("https://api.example").build()?;
///
/// let token = issuer.token().audience("https://api.example").scopes(["items"]);
/// assert!(verifier.verify(&token.issue()).await?.scopes().contains("items"));
///
/// issuer.rotate_keys();
/// issuer.go_down();
/// assert!(verifier.verify(&token.issue()).await.is_ok());
/// let newer = issuer.token().audience("https://api.example").issue();
/// assert_eq!(verifier.verify(&newer).await.err(), Some(TokenError::Unavailable));
/// issuer.come_up();
/// assert!(verifier.verify(&newer).await.is_ok());
/// # Ok(())
/// # }
/// ```
///
/// Opaque tokens are verified by introspection:
///
/// ```
/// use scopegate::TokenError;
/// use scopegate::provider::Introspection;
/// use scopegate::testing::TestProvider;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let issuer = TestProvider::new("https://issuer.example");
/// let client = Introspection::client_secret_basic("my-api", "the client's secret");
/// let builder = issuer.verifier_builder().introspect(client);
/// let verifier = builder.audience("https://api.example").build()?;
///
/// let opaque = issuer.opaque(&issuer.token().audience("https://api.example"));
/// assert!(verifier.verify(&opaque).await.is_ok());
/// issuer.revoke(&opaque);
/// assert_eq!(verifier.verify(&opaque).await.err(), Some(TokenError::Inactive));
/// assert_eq!(issuer.introspections(), 2);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct TestProvider {
    issuer: Arc<str>,
    url: Uri,
    state: Arc<Mutex<State>>,
}

struct State {
    /// The published keys. The last one signs.
    keys: Vec<Arc<KeyPair>>,
    cache_control: Option<HeaderValue>,
    mood: Mood,
    /// The number of requests, by path.
    fetches: HashMap<String, usize>,
    /// The claims of opaque tokens.
    opaque: HashMap<String, Value>,
}

/// How it responds.
#[derive(Clone, Copy)]
enum Mood {
    Good,
    Down,
    Slow(Duration),
    Garbage,
}

const METADATA: &str = "/.well-known/openid-configuration";
const KEYS: &str = "/keys";
const INTROSPECTION: &str = "/introspect";

impl TestProvider {
    /// A provider with this issuer: exactly as in its metadata, with its path or trailing slash.
    ///
    /// # Panics
    /// If it is not a URL.
    #[must_use]
    #[track_caller]
    pub fn new(issuer: &str) -> Self {
        let url = issuer.parse().expect("an issuer is a URL");
        Self {
            issuer: issuer.into(),
            url,
            state: Arc::new(Mutex::new(State {
                keys: vec![Arc::new(KeyPair::new())],
                cache_control: None,
                mood: Mood::Good,
                fetches: HashMap::new(),
                opaque: HashMap::new(),
            })),
        }
    }

    /// A builder of a verifier that discovers it, still without an audience.
    pub fn verifier_builder(&self) -> VerifierBuilder {
        Verifier::builder()
            .discover(&*self.issuer)
            .http_client(self.clone())
    }

    /// A valid token of `johndoe` (RFC 9068) without an audience and without scopes, to be modified. It is signed with
    /// the current key.
    pub fn token(&self) -> TestToken {
        let pair = self.state().keys.last().map(Arc::clone);
        let pair = pair.unwrap_or_else(|| unreachable!("there is always a key"));
        let header = json!({ "alg": pair.algorithm_name(), "kid": pair.kid, "typ": "at+jwt" });
        let token = TestToken::new(header, Signer::Pair(pair)).issuer(&self.issuer);
        token
            .claim("client_id", "a-client")
            .claim("iat", from_now(0))
            .claim("jti", format!("token-{}", unique()))
    }

    /// An opaque token with the same claims, which can only be verified by introspection.
    #[must_use]
    pub fn opaque(&self, token: &TestToken) -> String {
        let name = format!("opaque-{}", unique());
        self.knows(&name, token);
        name
    }

    /// Adds an opaque token with this text and these claims.
    pub fn knows(&self, opaque: &str, token: &TestToken) {
        let claims = token.claims();
        self.state().opaque.insert(opaque.to_owned(), claims);
    }

    /// Makes an opaque token inactive.
    pub fn revoke(&self, opaque: &str) {
        self.state().opaque.remove(opaque);
    }

    /// Signs with a new key from now on. The old keys stay published: see [`retire_old_keys`](Self::retire_old_keys).
    pub fn rotate_keys(&self) {
        self.state().keys.push(Arc::new(KeyPair::new()));
    }

    /// Signs with a new key from now on that has the `kid` of the previous one, which is no longer published: some
    /// providers do that.
    pub fn rotate_keys_under_one_name(&self) {
        let mut state = self.state();
        if let Some(old) = state.keys.pop() {
            state.keys.push(Arc::new(KeyPair::named(&old.kid)));
        }
    }

    /// Signs with this private key from now on: a PEM (PKCS #8) for any asymmetric algorithm.
    ///
    /// # Panics
    /// If it is not such a key.
    #[track_caller]
    pub fn sign_with(&self, algorithm: Algorithm, pem: impl AsRef<[u8]>) {
        let mut state = self.state();
        let kid = format!("own-{}", state.keys.len());
        match KeyPair::pem(algorithm, pem.as_ref(), &kid) {
            Some(pair) => state.keys.push(Arc::new(pair)),
            None => panic!("no private key for {algorithm}"),
        }
    }

    /// Publishes only the signing key.
    pub fn retire_old_keys(&self) {
        let mut state = self.state();
        let old = state.keys.len() - 1;
        state.keys.drain(..old);
    }

    /// Sets the `Cache-Control` header of the keys.
    ///
    /// # Panics
    /// If this is not a valid header value.
    #[track_caller]
    pub fn cache_control(&self, value: &str) {
        let value = HeaderValue::from_str(value).expect("a header of visible ASCII");
        self.state().cache_control = Some(value);
    }

    /// Refuses connections.
    pub fn go_down(&self) {
        self.state().mood = Mood::Down;
    }

    /// Responds again, as usual.
    pub fn come_up(&self) {
        self.state().mood = Mood::Good;
    }

    /// Responds only after this time.
    pub fn answer_slowly(&self, after: Duration) {
        self.state().mood = Mood::Slow(after);
    }

    /// Responds with malformed content.
    pub fn answer_with_garbage(&self) {
        self.state().mood = Mood::Garbage;
    }

    /// How often its keys were requested.
    #[must_use]
    pub fn fetches_of_keys(&self) -> usize {
        self.fetches(KEYS)
    }

    /// How often its metadata was requested.
    #[must_use]
    pub fn fetches_of_metadata(&self) -> usize {
        self.fetches(METADATA)
    }

    /// How often a token was introspected.
    #[must_use]
    pub fn introspections(&self) -> usize {
        self.fetches(INTROSPECTION)
    }

    fn fetches(&self, path: &str) -> usize {
        self.state().fetches.get(path).copied().unwrap_or(0)
    }

    /// The requested path, without that of the issuer.
    fn place<'u>(&self, uri: &'u Uri) -> &'u str {
        let base = self.url.path().trim_end_matches('/');
        uri.path().strip_prefix(base).unwrap_or_default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: &Request<Bytes>) -> Response<Bytes> {
        let state = self.state();
        let base = self.issuer.trim_end_matches('/');
        let json = match self.place(request.uri()) {
            METADATA => json!({
                "issuer": &*self.issuer,
                "jwks_uri": format!("{base}{KEYS}"),
                "introspection_endpoint": format!("{base}{INTROSPECTION}"),
            }),
            KEYS => {
                let keys: Vec<_> = state.keys.iter().map(|pair| pair.jwk()).collect();
                json!({ "keys": keys })
            }
            INTROSPECTION if !request.headers().contains_key(AUTHORIZATION) => {
                return status(StatusCode::UNAUTHORIZED);
            }
            INTROSPECTION => state.introspect(request.body()),
            _ => return status(StatusCode::NOT_FOUND),
        };
        let mut response = Response::new(json.to_string().into());
        if let Some(value) = &state.cache_control {
            response.headers_mut().insert(CACHE_CONTROL, value.clone());
        }
        response
    }
}

impl State {
    fn introspect(&self, form: &[u8]) -> Value {
        let token = form_urlencoded::parse(form).find(|(name, _)| name == "token");
        let claims = token.and_then(|(_, token)| self.opaque.get(&*token));
        claims.map_or(json!({ "active": false }), |claims| {
            let mut claims = claims.clone();
            claims["active"] = true.into();
            claims
        })
    }
}

impl Fetch for TestProvider {
    async fn fetch(&self, request: Request<Bytes>) -> Result<Response<Bytes>, FetchError> {
        let mood = {
            let mut state = self.state();
            let place = self.place(request.uri()).to_owned();
            *state.fetches.entry(place).or_default() += 1;
            state.mood
        };
        match mood {
            Mood::Good => {}
            Mood::Down => return Err(FetchErrorKind::Connection.into()),
            Mood::Slow(after) => tokio::time::sleep(after).await,
            Mood::Garbage => return Ok(Response::new("<html>".into())),
        }
        Ok(self.answer(&request))
    }
}

/// A number that was not returned before.
fn unique() -> u64 {
    static NUMBER: AtomicU64 = AtomicU64::new(1);

    NUMBER.fetch_add(1, Ordering::Relaxed)
}

fn status(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::default();
    *response.status_mut() = status;
    response
}

/// Shows no key.
impl fmt::Debug for TestProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestProvider")
            .field("issuer", &self.issuer)
            .finish_non_exhaustive()
    }
}
