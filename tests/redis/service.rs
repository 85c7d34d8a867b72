//! An instance of a service. Each has a verifier and a connection of its own.

use axum::Router;
use scopegate::routing::get;
use scopegate::testing::{TestProvider, TestToken};
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, security};
use scopegate_tests::client::{Answer, get_as};

use crate::revoked_in_redis::RevokedInRedis;

const API: &str = "https://api.example";
pub(crate) const ISSUER: &str = "https://issuer.example";

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("items" = "Items."))]
struct Account;

#[security(scopes = ["items"], depends = Account)]
async fn items(_: AccessToken) {}

pub(crate) struct Instance {
    pub(crate) revoked: RevokedInRedis,
    router: Router,
}

impl Instance {
    pub(crate) fn new(issuer: &TestProvider, redis: &str) -> Self {
        let revoked = RevokedInRedis::new(redis).unwrap();
        let verifier = issuer.verifier_builder().audience(API);
        Self::of(
            verifier.revocation(revoked.clone()).build().unwrap(),
            revoked,
        )
    }

    /// One that accepts tokens of several issuers.
    pub(crate) fn for_all(issuers: &[&TestProvider], redis: &str) -> Self {
        let revoked = RevokedInRedis::new(redis).unwrap();
        let verifiers = issuers.iter().map(|issuer| {
            let verifier = issuer.verifier_builder().audience(API);
            verifier.revocation(revoked.clone()).build().unwrap()
        });
        Self::of(Verifier::by_issuer(verifiers).unwrap(), revoked)
    }

    fn of(verifier: Verifier, revoked: RevokedInRedis) -> Self {
        let router = SecureRouter::new()
            .route("/", get(items))
            .with_state(verifier)
            .into_router();
        Self { revoked, router }
    }

    pub(crate) async fn get(&self, token: &TestToken) -> Answer {
        get_as(&self.router, "/", Some(&token.issue())).await
    }

    pub(crate) async fn status(&self, token: &TestToken) -> u16 {
        self.get(token).await.status
    }
}

pub(crate) fn token(issuer: &TestProvider, jti: &str) -> TestToken {
    let token = issuer.token().audience(API).scopes(["items"]);
    token.claim("jti", jti)
}
