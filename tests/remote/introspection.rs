//! Tokens that the provider is asked about.

use std::time::Duration;

use axum::body::Bytes;
use axum::http::{Method, Request, Response, StatusCode};
use scopegate::provider::{Fetch, FetchError, Introspection};
use scopegate::testing::TestProvider;
use scopegate::{TokenError, Verifier, VerifierBuilder};

use crate::remote::{API, issuer, token};

fn client() -> Introspection {
    Introspection::client_secret_basic("api", "secret")
}

fn builder(issuer: &TestProvider, introspection: Introspection) -> VerifierBuilder {
    issuer
        .verifier_builder()
        .introspect(introspection)
        .audience(API)
}

async fn refusal(verifier: &Verifier, token: &str) -> Option<TokenError> {
    verifier.verify(token).await.err()
}

#[tokio::test(start_paused = true)]
async fn an_opaque_token_is_good_until_it_is_revoked() {
    let issuer = issuer();
    let verifier = builder(&issuer, client()).build().unwrap();
    let opaque = issuer.opaque(&token(&issuer));
    let good = verifier.verify(&opaque).await.unwrap();
    assert!(good.scopes().contains("items") && !good.scopes().contains("admin"));
    assert_eq!(good.as_str(), opaque);
    issuer.revoke(&opaque);
    assert_eq!(
        refusal(&verifier, &opaque).await,
        Some(TokenError::Inactive)
    );
    assert_eq!(
        refusal(&verifier, "unknown").await,
        Some(TokenError::Inactive)
    );
    assert_eq!((issuer.introspections(), issuer.fetches_of_keys()), (3, 0));
}

#[tokio::test(start_paused = true)]
async fn what_is_not_answered_is_not_accepted() {
    let issuer = issuer();
    let verifier = builder(&issuer, client()).build().unwrap();
    let opaque = issuer.opaque(&token(&issuer));
    assert_eq!(refusal(&verifier, &opaque).await, None);
    issuer.go_down();
    assert_eq!(
        refusal(&verifier, &opaque).await,
        Some(TokenError::Unavailable)
    );
    issuer.answer_with_garbage();
    assert_eq!(
        refusal(&verifier, &opaque).await,
        Some(TokenError::Unavailable)
    );
    issuer.answer_slowly(Duration::from_secs(60));
    assert_eq!(
        refusal(&verifier, &opaque).await,
        Some(TokenError::Unavailable)
    );
    issuer.come_up();
    assert_eq!(refusal(&verifier, &opaque).await, None);
    // Whoever does not say who it is gets no answer.
    let nobody = builder(&issuer, Introspection::client_secret_post("api", "secret"));
    let refused = refusal(&nobody.build().unwrap(), &opaque).await;
    assert_eq!(refused, Some(TokenError::Unavailable));
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_judged_like_the_claims_of_a_token() {
    let issuer = issuer();
    let verifier = builder(&issuer, client()).build().unwrap();
    let good = || token(&issuer);
    for (token, expected) in [
        (good(), None),
        (good().without("iss").without("exp"), None),
        (
            good().issuer("https://other.example"),
            Some(TokenError::Issuer),
        ),
        (
            good().audience("https://other.example"),
            Some(TokenError::Audience),
        ),
        (good().without("aud"), Some(TokenError::Audience)),
        (good().expired(), Some(TokenError::Expired)),
        (good().not_yet_valid(), Some(TokenError::NotYetValid)),
        (
            good().claim("exp", "soon"),
            Some(TokenError::InvalidClaim("exp")),
        ),
        (
            good().claim("scope", 1),
            Some(TokenError::InvalidClaim("scope")),
        ),
        (
            good().claim("cnf", "key"),
            Some(TokenError::SenderConstrained),
        ),
        (
            good().claim("token_use", "refresh_token"),
            Some(TokenError::Type),
        ),
        (good().claim("typ", "Refresh"), Some(TokenError::Type)),
        (good().claim("token_type", "Bearer"), None),
        (good().claim("token_type", "bearer"), None),
        (good().claim("token_type", "DPoP"), None),
        (good().claim("token_type", "access_token"), None),
        (good().claim("token_type", serde_json::Value::Null), None),
        (
            good().claim("token_type", "refresh_token"),
            Some(TokenError::Type),
        ),
        (
            good().claim("token_type", "id_token"),
            Some(TokenError::Type),
        ),
        (good().claim("token_type", "N_A"), Some(TokenError::Type)),
        (good().claim("token_type", ""), Some(TokenError::Type)),
        (
            good().claim("token_type", serde_json::json!(["Bearer"])),
            Some(TokenError::Type),
        ),
        (good().claim("nonce", "n"), Some(TokenError::Type)),
        (good().claim("at_hash", "h"), Some(TokenError::Type)),
        (
            good().claim("nonce", "n").claim("token_type", "Bearer"),
            Some(TokenError::Type),
        ),
        (good().claim("nonce", "n").claim("typ", "Bearer"), None),
        (
            good().claim("scope", serde_json::json!(["items", "more"])),
            None,
        ),
    ] {
        let opaque = issuer.opaque(&token);
        assert_eq!(refusal(&verifier, &opaque).await, expected);
    }
    let lenient = builder(&issuer, client().allow_missing_audience())
        .build()
        .unwrap();
    let without = issuer.opaque(&good().without("aud"));
    assert_eq!(refusal(&lenient, &without).await, None);
    let foreign = issuer.opaque(&good().audience("https://other.example"));
    assert_eq!(
        refusal(&lenient, &foreign).await,
        Some(TokenError::Audience)
    );
}

#[tokio::test(start_paused = true)]
async fn what_an_answer_may_lack_no_handler_asks_for() {
    let issuer = issuer();
    let verifier = builder(&issuer, client()).build().unwrap();
    let opaque = issuer.opaque(&token(&issuer).without("iss").without("exp"));
    let (status, _, body) = crate::remote::service::send(&verifier, &opaque).await;
    assert_eq!((status, body.as_str()), (200, "johndoe"));
}

#[tokio::test(start_paused = true)]
async fn answers_are_kept_no_longer_than_asked_for_nor_than_the_token_lasts() {
    let issuer = issuer();
    let kept = client().cache_for(Duration::from_secs(300));
    let verifier = builder(&issuer, kept).leeway(Duration::ZERO);
    let verifier = verifier.build().unwrap();
    let opaque = issuer.opaque(&token(&issuer));
    for _ in 0..10 {
        assert_eq!(refusal(&verifier, &opaque).await, None);
    }
    assert_eq!(issuer.introspections(), 1);
    // A refusal is kept for two seconds.
    let unknown = "unknown";
    for asked in [2, 2, 3] {
        assert_eq!(
            refusal(&verifier, unknown).await,
            Some(TokenError::Inactive)
        );
        assert_eq!(issuer.introspections(), asked);
        tokio::time::sleep(Duration::from_millis(1100)).await;
    }
    // This one is good for two seconds, and the clock of the system cannot be turned.
    let now = std::time::SystemTime::UNIX_EPOCH
        .elapsed()
        .unwrap()
        .as_secs();
    let short = issuer.opaque(&token(&issuer).claim("exp", now + 2));
    assert_eq!(refusal(&verifier, &short).await, None);
    std::thread::sleep(Duration::from_millis(2100));
    assert_eq!(refusal(&verifier, &short).await, Some(TokenError::Expired));
    assert_eq!(issuer.introspections(), 5);
}

/// A provider that refuses questions.
struct Refusing {
    issuer: TestProvider,
    status: StatusCode,
}

impl Fetch for Refusing {
    async fn fetch(&self, request: Request<Bytes>) -> Result<Response<Bytes>, FetchError> {
        let asks = request.method() == Method::POST;
        let mut response = self.issuer.fetch(request).await?;
        if asks {
            *response.status_mut() = self.status;
        }
        Ok(response)
    }
}

#[tokio::test(start_paused = true)]
async fn tokens_that_the_provider_does_not_like_do_not_make_us_look_for_it_anew() {
    for (status, fetches) in [
        (StatusCode::BAD_REQUEST, 1),
        (StatusCode::TOO_MANY_REQUESTS, 1),
        (StatusCode::NOT_FOUND, 10),
    ] {
        let issuer = issuer();
        let refusing = Refusing {
            issuer: issuer.clone(),
            status,
        };
        let verifier = builder(&issuer, client()).http_client(refusing);
        let verifier = verifier.build().unwrap();
        for _ in 0..10 {
            let refused = refusal(&verifier, "a-token").await;
            assert_eq!(refused, Some(TokenError::Unavailable));
        }
        assert_eq!(issuer.fetches_of_metadata(), fetches, "{status}");
    }
}

/// RFC 7662 section 2.2: leeway is for clocks that differ, and not for keeping answers.
#[tokio::test(start_paused = true)]
async fn an_answer_is_not_kept_beyond_the_expiry_whatever_the_leeway_is() {
    let issuer = issuer();
    let kept = client().cache_for(Duration::from_secs(300));
    let verifier = builder(&issuer, kept).leeway(Duration::from_secs(60));
    let verifier = verifier.build().unwrap();
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap();
    let late = issuer.opaque(&token(&issuer).claim("exp", now.as_secs() - 5));
    for asked in 1..=3 {
        assert_eq!(refusal(&verifier, &late).await, None);
        assert_eq!(issuer.introspections(), asked);
    }
}

/// CVE-2021-32701: there, an answer was kept without the scopes that it was given for.
#[tokio::test(start_paused = true)]
async fn an_answer_that_is_kept_grants_no_more_than_the_token() {
    let issuer = issuer();
    let kept = client().cache_for(Duration::from_secs(300));
    let verifier = builder(&issuer, kept).build().unwrap();
    let opaque = issuer.opaque(&token(&issuer).scopes(["other"]));
    for scopes in ["first", "second"] {
        let (status, challenge, _) = crate::remote::service::send(&verifier, &opaque).await;
        assert_eq!(status, 403, "{scopes}");
        assert!(challenge.contains("insufficient_scope"));
    }
    assert_eq!(issuer.introspections(), 1);
}

#[tokio::test(start_paused = true)]
async fn many_tokens_at_once_look_for_the_provider_once() {
    const SECOND: Duration = Duration::from_secs(1);
    for (delay, refused) in [
        (SECOND, TokenError::Inactive),
        (60 * SECOND, TokenError::Unavailable),
    ] {
        let issuer = issuer();
        issuer.answer_slowly(delay);
        let verifier = builder(&issuer, client()).build().unwrap();
        let ask = || {
            let verifier = verifier.clone();
            tokio::spawn(async move { refusal(&verifier, "unknown").await })
        };
        let begun = tokio::time::Instant::now();
        for task in (0..50).map(|_| ask()).collect::<Vec<_>>() {
            assert_eq!(task.await.unwrap(), Some(refused));
        }
        assert!(begun.elapsed() < 11 * SECOND);
        assert_eq!(issuer.fetches_of_metadata(), 1, "{delay:?}");
    }
}
