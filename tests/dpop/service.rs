//! A service that clients find at `https://api.example.com`.

use axum::Router;
use axum::routing::get;
use scopegate::dpop::{Dpop, RenewNonces, ReplayStore};
use scopegate::testing::{TestDpopKey, TestProof, TestToken, TestTokens};
use scopegate::{AccessToken, ApiKey, Denial, SecurityScheme, Verifier};
use scopegate::{dependency, security};
use scopegate_tests::client::{self, Answer};

pub(crate) const ITEMS: &str = "https://api.example.com/items";

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("items" = "Items."), realm = "r")]
struct OAuth2;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("more" = "More."), realm = "r")]
struct Other;

pub(crate) fn subject(token: AccessToken) -> String {
    token.into_claims().sub.unwrap_or_default()
}

#[security(scopes = ["items"], depends = OAuth2)]
async fn items(token: AccessToken) -> String {
    subject(token)
}

#[security(optional, depends = OAuth2)]
async fn front(token: Option<AccessToken>) -> String {
    token.map_or("nobody".to_owned(), subject)
}

#[derive(SecurityScheme)]
#[oauth2(
    client_credentials(token_url = "token"),
    scopes("invalid_token" = "Odd.", "scope=algs=" = "Odd."),
    realm = "invalid_token, error=insufficient_scope, algs=, scope="
)]
struct Odd;

#[security(scopes = ["invalid_token", "scope=algs="], depends = Odd)]
async fn odd(token: AccessToken) -> String {
    subject(token)
}

#[derive(SecurityScheme)]
#[api_key(header = "x-api-key", realm = "r")]
struct Key;

#[dependency(depends = Key)]
fn machine(key: ApiKey) -> Result<String, Denial> {
    Err(key.deny())
}

#[dependency(depends = OAuth2)]
fn person(token: AccessToken) -> String {
    subject(token)
}

#[security(depends = any(machine, person))]
async fn either(who: String) -> String {
    who
}

#[security]
async fn both(
    #[security(depends = OAuth2)] token: AccessToken,
    #[security(depends = Other)] _token: AccessToken,
) -> String {
    subject(token)
}

pub(crate) fn routes() -> Router<Verifier> {
    Router::new()
        .route("/items", get(items))
        .route("/front", get(front))
        .route("/either", get(either))
        .route("/both", get(both))
        .route("/odd", get(odd))
}

pub(crate) struct Service {
    app: Router,
}

impl Service {
    pub(crate) fn new() -> Self {
        let dpop = Dpop::new("https://api.example.com").unwrap();
        Self::of(TestTokens::new().verifier().with_dpop(dpop))
    }

    pub(crate) fn with_nonces() -> Self {
        let dpop = Dpop::builder()
            .public_url("https://api.example.com")
            .nonces([7; 32]);
        Self::of(
            TestTokens::new()
                .verifier()
                .with_dpop(dpop.build().unwrap()),
        )
    }

    pub(crate) fn with_store(store: impl ReplayStore) -> Self {
        let dpop = Dpop::builder()
            .public_url("https://api.example.com")
            .replay_store(store);
        Self::of(
            TestTokens::new()
                .verifier()
                .with_dpop(dpop.build().unwrap()),
        )
    }

    pub(crate) fn without_dpop() -> Self {
        Self::of(TestTokens::new().verifier())
    }

    pub(crate) fn of(verifier: Verifier) -> Self {
        Self {
            app: routes().layer(RenewNonces).with_state(verifier),
        }
    }

    /// A GET of `/items`.
    pub(crate) fn send(&self, headers: &[(&str, String)]) -> Answer {
        self.send_to("/items", headers)
    }

    pub(crate) fn send_to(&self, path: &str, headers: &[(&str, String)]) -> Answer {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(client::get(&self.app, path, headers))
    }
}

/// A token with the scope `items`, bound to the key.
pub(crate) fn token() -> TestToken {
    let token = TestTokens::new().token().scopes(["items"]);
    token.bound_to(&TestDpopKey::new())
}

/// A good proof for GET `/items`.
pub(crate) fn proof(token: &str) -> TestProof {
    TestDpopKey::new().proof("GET", ITEMS).access_token(token)
}
