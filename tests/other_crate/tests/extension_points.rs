//! Every trait that users may implement, implemented in a crate that is not scopegate, and asked for by a request.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::Bytes;
use axum::http::header::RETRY_AFTER;
use axum::http::{Method, Request, Response, StatusCode};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use scopegate::dpop::{Dpop, ProofUse, ReplayError, ReplayStore};
use scopegate::metrics::{Event, Metrics};
use scopegate::operations::{Operation, Operations, Public, ReadOperations};
use scopegate::password::{FormReading, PasswordFormError, PasswordFormProfile};
use scopegate::profile::{ChallengeStyle, RefusalDoc};
use scopegate::provider::{Fetch, FetchError, FetchErrorKind};
use scopegate::revocation::{Revocation, RevocationClaims, RevocationUnknown};
use scopegate::testing::{TestDpopKey, TestProvider, TestTokens};
use scopegate::token::{Verification, VerifiedToken, VerifyToken};
use scopegate::{
    AccessToken, Denial, OAuth2PasswordRequestForm, Reject, SecureRouter, SecurityScheme,
    TokenError, Verifier, level, security,
};
use scopegate_other_crate::{Caller, get_caller};
use scopegate_tests::client;

#[security(scopes = ["items"], depends = get_caller)]
async fn items(caller: Caller) -> String {
    caller.name
}

/// The status of a GET with these headers.
async fn status(verifier: &Verifier, headers: &[(&str, &str)]) -> u16 {
    let app: Router = Router::new()
        .route("/", get(items))
        .with_state(verifier.clone());
    client::get(app, "/", headers).await.status
}

async fn status_of(verifier: &Verifier, token: &str) -> u16 {
    status(verifier, &[("authorization", &format!("Bearer {token}"))]).await
}

/// Tokens that are not JWTs, and when they expire.
#[derive(Debug)]
struct Sessions(HashMap<&'static str, SystemTime>);

impl VerifyToken for Sessions {
    fn verify<'v>(&'v self, token: &'v str, at: SystemTime) -> Verification<'v> {
        if self.0.get(token).is_none_or(|expiry| at >= *expiry) {
            return Verification::ready(Err(TokenError::Inactive));
        }
        Verification::pending(async move {
            VerifiedToken::new(token, r#"{"sub":"johndoe","scope":"items"}"#)
        })
    }

    fn takes_opaque_tokens(&self) -> bool {
        true
    }
}

#[tokio::test]
async fn verify_token_says_which_tokens_are_good() {
    let (now, minute) = (SystemTime::now(), Duration::from_secs(60));
    let sessions = HashMap::from([("a-session", now + minute), ("old", now - minute)]);
    let verifier = Verifier::new(Sessions(sessions));
    assert_eq!(status_of(&verifier, "a-session").await, 200);
    assert_eq!(status_of(&verifier, "old").await, 401);
    assert_eq!(status_of(&verifier, "another").await, 401);
}

enum Teapot {}

impl Reject for Teapot {
    const CHALLENGE: ChallengeStyle = ChallengeStyle::FastApi;
    const REFUSALS: &'static [RefusalDoc] = &[RefusalDoc::FORBIDDEN];

    fn reject(denial: &Denial) -> axum::response::Response {
        (StatusCode::IM_A_TEAPOT, denial.reason().as_str()).into_response()
    }
}

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("tea" = "Make tea."), rejection = Teapot)]
struct Kitchen;

#[security(scopes = ["tea"], depends = Kitchen)]
async fn tea(_: AccessToken) {}

#[tokio::test]
async fn reject_words_the_refusals_of_a_scheme() {
    let tokens = TestTokens::new();
    let app: Router = Router::new()
        .route("/", get(tea))
        .with_state(tokens.verifier());
    let bearer = format!("Bearer {}", tokens.token().scopes(["tea"]).issue());
    for (authorization, status) in [("", 418), ("Bearer x", 418), (bearer.as_str(), 200)] {
        let answer = client::get_by(&app, "/", &[authorization]).await;
        assert_eq!(answer.status, status, "{authorization}");
    }
}

/// Counts the tokens that were refused.
#[derive(Default)]
struct Refused(AtomicUsize);

impl Metrics for Refused {
    fn record(&self, event: Event) {
        if let Event::Refused(TokenError::Expired) = event {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[tokio::test]
async fn metrics_hear_of_tokens() {
    let (tokens, refused) = (TestTokens::new(), Arc::new(Refused::default()));
    let verifier = tokens.verifier_builder().metrics(Arc::clone(&refused));
    let verifier = verifier.build().unwrap();
    let token = tokens.token().scopes(["items"]);
    assert_eq!(status_of(&verifier, &token.issue()).await, 200);
    assert_eq!(refused.0.load(Ordering::Relaxed), 0);
    assert_eq!(status_of(&verifier, &token.expired().issue()).await, 401);
    assert_eq!(refused.0.load(Ordering::Relaxed), 1);
}

/// Knows the names of revoked tokens, except while it is down.
struct Revoked {
    name: &'static str,
}

impl Revocation for Revoked {
    async fn is_revoked(&self, token: RevocationClaims<'_>) -> Result<bool, RevocationUnknown> {
        match token.jti {
            None => Err(RevocationUnknown::new("a token without a name")),
            Some(name) => Ok(name == self.name),
        }
    }
}

#[tokio::test]
async fn revocation_is_asked_about_good_tokens() {
    let tokens = TestTokens::new();
    let verifier = tokens.verifier_builder();
    let verifier = verifier.revocation(Revoked { name: "lost" }).build();
    let verifier = verifier.unwrap();
    let token = |name| tokens.token().scopes(["items"]).claim("jti", name).issue();
    assert_eq!(status_of(&verifier, &token("kept")).await, 200);
    assert_eq!(status_of(&verifier, &token("lost")).await, 401);
    let nameless = tokens.token().scopes(["items"]).without("jti");
    assert_eq!(status_of(&verifier, &nameless.issue()).await, 503);
}

/// A provider behind a client that counts.
struct Counting {
    provider: TestProvider,
    asked: Arc<AtomicUsize>,
}

impl Fetch for Counting {
    async fn fetch(&self, request: Request<Bytes>) -> Result<Response<Bytes>, FetchError> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        if request.uri().host() != Some("issuer.example") {
            return Err(FetchErrorKind::Connection.into());
        }
        self.provider.fetch(request).await
    }
}

#[tokio::test]
async fn fetch_sends_what_a_provider_is_asked() {
    let provider = TestProvider::new("https://issuer.example");
    let asked = Arc::<AtomicUsize>::default();
    let client = Counting {
        provider: provider.clone(),
        asked: Arc::clone(&asked),
    };
    let verifier = Verifier::builder().discover("https://issuer.example");
    let verifier = verifier.http_client(client).audience("https://api.example");
    let verifier = verifier.build().unwrap();
    let token = provider.token().audience("https://api.example");
    let token = token.scopes(["items"]).issue();
    assert_eq!(status_of(&verifier, &token).await, 200);
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

/// Forgets nothing.
#[derive(Default)]
struct Elephant(Mutex<HashSet<[u8; 32]>>);

impl ReplayStore for Elephant {
    async fn first_use(&self, proof: ProofUse) -> Result<bool, ReplayError> {
        let mut seen = self
            .0
            .lock()
            .map_err(|error| ReplayError::unavailable(error.to_string()))?;
        Ok(seen.insert(proof.id))
    }
}

#[tokio::test]
async fn replay_store_remembers_proofs() {
    let dpop = Dpop::builder().public_url("https://api.example");
    let dpop = dpop.replay_store(Elephant::default()).build().unwrap();
    let (tokens, key) = (TestTokens::new(), TestDpopKey::new());
    let verifier = tokens.verifier().with_dpop(dpop);
    let token = tokens.token().scopes(["items"]).bound_to(&key).issue();
    let proof = key
        .proof("GET", "https://api.example/")
        .access_token(&token);
    let proof = proof.sign();
    let authorization = format!("DPoP {token}");
    for expected in [200, 401] {
        let headers = [("authorization", &*authorization), ("dpop", &*proof)];
        assert_eq!(status(&verifier, &headers).await, expected);
    }
}

enum PlainText {}

impl PasswordFormProfile for PlainText {
    const READING: FormReading = FormReading::Lenient;

    fn reject(error: PasswordFormError) -> axum::response::Response {
        (error.status(), [(RETRY_AFTER, "1")], error.to_string()).into_response()
    }
}

#[tokio::test]
async fn password_form_profile_reads_and_refuses_forms() {
    async fn log_in(form: OAuth2PasswordRequestForm<PlainText>) -> String {
        form.username
    }
    let app: Router = Router::new().route("/token", post(log_in));
    for (form, status) in [
        ("username=johndoe&password=secret", 200),
        ("username=a", 400),
    ] {
        let answer = client::post_form(&app, "/token", form).await;
        assert_eq!(answer.status, status, "{form}");
        assert_eq!(answer.header(RETRY_AFTER).is_some(), status == 400);
    }
}

/// Operations in the query of a GET: `?do=start&do=stop`.
#[derive(Clone)]
struct Query;

impl ReadOperations for Query {
    type Unreadable = StatusCode;

    const READS_BODY: bool = false;

    fn reads(&self, method: &Method) -> bool {
        method == Method::GET
    }

    fn read<'r>(&self, request: &'r Request<Bytes>) -> Result<Vec<Operation<'r>>, StatusCode> {
        let query = request.uri().query().unwrap_or_default();
        let parts = query.split('&').filter(|part| !part.is_empty());
        let operations = parts.map(|part| match part.split_once('=') {
            Some(("do", operation)) => Ok(Operation::call(operation)),
            Some(("redo", _)) => Err(StatusCode::OK),
            _ => Err(StatusCode::BAD_REQUEST),
        });
        operations.collect()
    }

    fn request(&self, operation: &Operation<'_>) -> Request<Bytes> {
        let query = format!("/?do={}", operation.method().unwrap_or_default());
        Request::get(query).body(Bytes::new()).unwrap_or_default()
    }
}

#[tokio::test]
async fn read_operations_says_what_a_request_does() {
    let tokens = TestTokens::new();
    let operations = Operations::new(
        Query,
        level!(scopes = ["me", "items"], depends = get_caller),
    )
    .operation("start", level!(scopes = ["items"], depends = get_caller))
    .operation("ping", Public);
    let service = Router::new().fallback(async || "done");
    let router: SecureRouter = SecureRouter::new()
        .operations("/", operations, service)
        .with_state(tokens.verifier());
    let app = router.into_router();
    let token = |scopes: &[&str]| format!("Bearer {}", tokens.token().scopes(scopes).issue());
    let (items, all) = (token(&["items"]), token(&["me", "items"]));
    for (query, authorization, expected) in [
        ("?do=ping", "", 200),
        ("?do=start", "", 401),
        ("?do=start", &*items, 200),
        ("?do=start&do=ping", "", 401),
        ("?do=stop", &items, 403),
        ("?do=stop", &all, 200),
        ("?do=start&do=stop", &items, 403),
        // No operation at all.
        ("", &items, 403),
        ("", &all, 200),
        ("?x", &all, 400),
        // A refusal is never a success.
        ("?redo=x", &all, 500),
    ] {
        let headers = [("authorization", authorization)];
        let headers = if authorization.is_empty() {
            &[][..]
        } else {
            &headers
        };
        let answer = client::get(&app, &format!("/{query}"), headers).await;
        assert_eq!(answer.status, expected, "{query} with {authorization}");
    }
}
