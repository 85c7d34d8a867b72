//! A service to be tested.

use scopegate::routing::get;
use scopegate::testing::TestTokens;
use scopegate::{
    AccessToken, Denial, SecureRouter, SecurityScheme, SecurityScopes, dependency, security,
};
use scopegate_tests::client::{Service, get_as};

#[derive(SecurityScheme)]
#[oauth2(
    client_credentials(token_url = "token"),
    scopes("a" = "A.", "b" = "B.", "all" = "All.", implies("a", "b")),
    realm = "r"
)]
pub(crate) struct OAuth2;

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct User(pub(crate) String);

#[derive(Clone)]
pub(crate) struct Db(pub(crate) String);

#[dependency]
pub(crate) fn db() -> Db {
    Db("real".to_owned())
}

#[dependency(depends = OAuth2)]
pub(crate) fn user(
    token: AccessToken,
    _scopes: SecurityScopes,
    #[security(depends = db)] _db: Db,
) -> Result<User, Denial> {
    token
        .claims()
        .sub
        .clone()
        .map(User)
        .ok_or_else(|| token.deny())
}

#[dependency(scopes = ["a"], depends = user)]
pub(crate) fn active_user(user: User) -> User {
    user
}

#[security(scopes = ["b"], depends = active_user)]
pub(crate) async fn me(user: User) -> String {
    user.0
}

#[security]
pub(crate) async fn two_ways(
    #[security(scopes = ["a"], depends = user)] a: User,
    #[security(scopes = ["b"], depends = user)] b: User,
    #[security(scopes = ["a"], depends = user)] again: User,
    #[security(depends = db)] db: Db,
) -> String {
    format!("{} {} {} {}", a.0, b.0, again.0, db.0)
}

#[security(optional, depends = user)]
pub(crate) async fn visitor(user: Option<User>) -> String {
    format!("{user:?}")
}

pub(crate) fn router() -> SecureRouter {
    SecureRouter::new()
        .route("/me", get(me))
        .route("/two-ways", get(two_ways))
        .route("/visitor", get(visitor))
        .with_state(TestTokens::new().verifier())
}

/// A GET: the status, the challenge and the body.
pub(crate) async fn call(
    router: impl Service,
    path: &str,
    token: Option<&str>,
) -> (u16, String, String) {
    get_as(router, path, token).await.summary()
}
