//! After how many seconds a client may try again, where nobody can tell whether its token is good.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::header::RETRY_AFTER;
use axum::http::{Request, Response};
use axum::routing::get;
use scopegate::provider::{Fetch, FetchError, Introspection, REFETCH_BURST};
use scopegate::revocation::{Revocation, RevocationClaims, RevocationUnknown};
use scopegate::testing::TestProvider;
use scopegate::{Verifier, VerifierBuilder};
use scopegate_tests::client;

use super::service::items;
use super::{API, issuer, token, verifier};

/// The `Retry-After` of the answer, which is 503.
async fn retry_after(verifier: &Verifier, token: &str) -> u64 {
    let app = Router::new().route("/", get(items));
    let answer = client::get_as(app.with_state(verifier.clone()), "/", Some(token)).await;
    assert_eq!(answer.status, 503);
    answer.header(RETRY_AFTER).unwrap().parse().unwrap()
}

/// A provider that is too busy, with these words.
#[derive(Clone)]
struct Busy {
    issuer: TestProvider,
    says: Arc<Mutex<Option<(u16, &'static str)>>>,
}

impl Busy {
    fn new(issuer: &TestProvider) -> Self {
        Self {
            issuer: issuer.clone(),
            says: Arc::default(),
        }
    }

    fn say(&self, status: u16, retry_after: &'static str) {
        *self.says.lock().unwrap() = Some((status, retry_after));
    }
}

impl Fetch for Busy {
    async fn fetch(&self, request: Request<Bytes>) -> Result<Response<Bytes>, FetchError> {
        let says = *self.says.lock().unwrap();
        let Some((status, wait)) = says else {
            return self.issuer.fetch(request).await;
        };
        let response = Response::builder().status(status);
        let response = response.header(RETRY_AFTER, wait).body(Bytes::new());
        Ok(response.unwrap())
    }
}

const WORDS: [(u16, &str, u64); 8] = [
    (503, "30", 30),
    (429, "7", 7),
    (503, "0", 1),
    // Nobody is told to wait for an hour because of what a provider says once.
    (503, "3600", 60),
    (503, "18446744073709551615", 60),
    // What is no number of seconds is not known.
    (503, "Wed, 21 Oct 2026 07:28:00 GMT", 5),
    (503, "-1", 5),
    (500, "30", 5),
];

/// Keys may be fetched again for a token before the next regular fetch, unless there were too many.
#[tokio::test(start_paused = true)]
async fn it_is_the_time_until_the_next_fetch_of_keys() {
    let issuer = issuer();
    issuer.go_down();
    let verifier = verifier(&issuer);
    let token = token(&issuer).issue();
    let first = retry_after(&verifier, &token).await;
    assert!((2..=3).contains(&first), "{first}");
    for _ in 0..REFETCH_BURST * 2 {
        let wait = retry_after(&verifier, &token).await;
        assert!((1..=5).contains(&wait), "{wait}");
    }
    let shut = retry_after(&verifier, &token).await;
    assert!(shut <= 5, "{shut}");
    issuer.come_up();
    tokio::time::sleep(Duration::from_secs(shut)).await;
    assert!(verifier.verify(&token).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn it_is_what_a_provider_of_keys_says() {
    for (status, words, expected) in WORDS {
        let issuer = issuer();
        let busy = Busy::new(&issuer);
        busy.say(status, words);
        let builder = issuer.verifier_builder().audience(API);
        let verifier = builder.http_client(busy.clone()).build().unwrap();
        let token = token(&issuer).issue();
        let wait = retry_after(&verifier, &token).await;
        let at_most = if expected <= 5 {
            1..=5
        } else {
            expected..=expected
        };
        assert!(at_most.contains(&wait), "{status} {words}: {wait}");
        tokio::time::sleep(Duration::from_secs(2)).await;
        let later = retry_after(&verifier, &token).await;
        assert!((1..=60).contains(&later), "{status} {words}: {later}");
        *busy.says.lock().unwrap() = None;
        tokio::time::sleep(Duration::from_secs(60)).await;
        assert!(verifier.verify(&token).await.is_ok(), "{status} {words}");
    }
}

fn asking(builder: VerifierBuilder, client: Busy) -> Verifier {
    let introspection = Introspection::client_secret_basic("api", "secret");
    let builder = builder.introspect(introspection).audience(API);
    builder.http_client(client).build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn it_is_what_a_provider_says_that_is_asked_about_tokens() {
    let issuer = issuer();
    let opaque = issuer.opaque(&token(&issuer));
    let busy = Busy::new(&issuer);
    let alone = asking(issuer.verifier_builder(), busy.clone());
    let other = TestProvider::new("https://other.example");
    let other = other.verifier_builder().audience(API).build().unwrap();
    let chosen = Verifier::by_issuer([other, alone.clone()]).unwrap();
    assert!(alone.verify(&opaque).await.is_ok());
    for verifier in [alone, chosen] {
        for (status, words, expected) in WORDS {
            busy.say(status, words);
            let wait = retry_after(&verifier, &opaque).await;
            assert_eq!(wait, expected, "{status} {words}");
        }
        *busy.says.lock().unwrap() = None;
        assert!(verifier.verify(&opaque).await.is_ok());
        busy.say(500, "");
        assert_eq!(retry_after(&verifier, &opaque).await, 5);
    }
}

/// A list that cannot be asked.
struct Down;

impl Revocation for Down {
    async fn is_revoked(&self, _: RevocationClaims<'_>) -> Result<bool, RevocationUnknown> {
        Err(RevocationUnknown::new(std::io::Error::other("down")))
    }
}

#[tokio::test(start_paused = true)]
async fn it_is_five_seconds_where_nobody_knows() {
    let issuer = issuer();
    let builder = issuer.verifier_builder().audience(API);
    let verifier = builder.revocation(Down).build().unwrap();
    let token = token(&issuer).issue();
    assert_eq!(retry_after(&verifier, &token).await, 5);
}
