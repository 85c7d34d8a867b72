//! The resource server: handlers with scopes, on a socket.

use std::time::{Duration, Instant};

use reqwest::RequestBuilder;
use reqwest::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use scopegate::dpop::DpopError;
use scopegate::routing::get;
use scopegate::testing::TestProof;
use scopegate::{AccessToken, SecureRouter, SecurityScheme, TokenError, Verifier, security};
use tokio::net::TcpListener;
use tokio::time::sleep;

use crate::grants::http;
use crate::provider::Provider;

/// What the provider calls this API.
pub(crate) const API: &str = "https://api.example";

/// What verifies tokens of the provider that are for this service.
pub(crate) fn discovered(provider: &Provider, service: &str) -> Verifier {
    let verifier = Verifier::builder().discover(provider.url());
    verifier.audience(service).build().unwrap()
}

/// An account of the provider.
#[derive(SecurityScheme)]
#[oauth2(
    authorization_code(authorization_url = "auth", token_url = "token"),
    client_credentials(token_url = "token"),
    scopes(
        "items:read" = "Read items.",
        "items:write" = "Change items.",
        "admin" = "Everything else.",
    ),
    realm = "the API",
)]
pub(crate) struct Account;

/// Says who the token speaks for.
#[security(scopes = ["items:read"], depends = Account)]
async fn items(token: AccessToken) -> String {
    let claims = token.claims();
    let subject = claims.sub.as_deref().or(claims.client_id.as_deref());
    subject.unwrap().to_owned()
}

#[security(scopes = ["admin"], depends = Account)]
async fn admin(_: AccessToken) -> &'static str {
    "admin"
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) challenges: String,
    pub(crate) body: String,
}

impl Answer {
    async fn to(request: RequestBuilder) -> Self {
        let answer = request.send().await.unwrap();
        let challenges = answer.headers().get_all(WWW_AUTHENTICATE).iter();
        let challenges: Vec<_> = challenges.map(|it| it.to_str().unwrap()).collect();
        Self {
            status: answer.status().as_u16(),
            challenges: challenges.join(", "),
            body: answer.text().await.unwrap(),
        }
    }

    #[track_caller]
    pub(crate) fn is_ok_for(&self, subject: &str) {
        assert_eq!(
            (self.status, self.body.as_str()),
            (200, subject),
            "{self:?}"
        );
    }

    /// 401, for this reason.
    #[track_caller]
    pub(crate) fn is_unauthorized(&self, error: TokenError) {
        assert_eq!(self.status, 401, "{self:?}");
        self.challenges_with(r#"error="invalid_token""#);
        assert!(
            self.body.contains(error.description()),
            "{error:?}: {self:?}"
        );
    }

    /// 401, since the sender does not prove to have the key.
    #[track_caller]
    pub(crate) fn is_unproven(&self, error: DpopError) {
        assert_eq!(self.status, 401, "{self:?}");
        self.challenges_with("DPoP ");
        assert!(
            self.body.contains(error.description()),
            "{error:?}: {self:?}"
        );
    }

    /// 403, with a challenge that asks for this scope.
    #[track_caller]
    pub(crate) fn is_forbidden(&self, scope: &str) {
        assert_eq!(self.status, 403, "{self:?}");
        self.challenges_with(r#"error="insufficient_scope""#);
        self.challenges_with(&format!(r#"scope="{scope}""#));
    }

    #[track_caller]
    fn challenges_with(&self, text: &str) {
        assert!(
            self.challenges.contains(text),
            "{text} is missing: {self:?}"
        );
    }

    /// 503: nobody can tell whether the token is good.
    #[track_caller]
    pub(crate) fn is_unavailable(&self) {
        assert_eq!(self.status, 503, "{self:?}");
    }
}

/// An API that listens until the test ends.
#[derive(Clone)]
pub(crate) struct Api {
    http: reqwest::Client,
    url: String,
}

impl Api {
    pub(crate) async fn serve(verifier: Verifier) -> Self {
        let router = SecureRouter::new()
            .route("/items", get(items))
            .route("/admin", get(admin))
            .with_state(verifier)
            .into_router();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async { axum::serve(listener, router).await.unwrap() });
        Self { http: http(), url }
    }

    pub(crate) async fn items(&self, token: &str) -> Answer {
        self.get("/items", token).await
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> Answer {
        let request = self.http.get(format!("{}{path}", self.url));
        Answer::to(request.bearer_auth(token)).await
    }

    /// With a proof that the sender has the key which the token is bound to.
    pub(crate) async fn items_by_proof(&self, token: &str, proof: &TestProof) -> Answer {
        let request = self.http.get(format!("{}/items", self.url));
        let request = request.header(AUTHORIZATION, format!("DPoP {token}"));
        Answer::to(request.header("DPoP", proof.sign())).await
    }
}

/// Waits until this holds, for what takes its time.
pub(crate) async fn eventually(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let start = Instant::now();
    while !holds().await {
        assert!(start.elapsed() < Duration::from_secs(30), "never: {what}");
        sleep(Duration::from_millis(50)).await;
    }
}
