use axum::Router;
use axum::routing::get;
use metrics::set_default_local_recorder;
use scopegate::testing::TestTokens;
use scopegate::{AccessToken, SecurityScheme, security};

use crate::recorder::Counted;

mod recipe {
    use axum::Router;

    example!("axum_counted");

    pub(super) fn router(routes: Router<Verifier>) -> Router {
        counted(routes, super::SECRET).unwrap()
    }
}

const SECRET: &[u8] = b"a secret of 32 bytes for HS256..";

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("notes:read" = "Read notes."))]
struct Account;

#[security(scopes = ["notes:read"], depends = Account)]
async fn notes(_: AccessToken) {}

#[tokio::test]
async fn tokens_and_refused_requests_are_counted() {
    let counted = Counted::default();
    let _recording = set_default_local_recorder(&counted);
    let router = recipe::router(Router::new().route("/", get(notes)));
    let tokens = TestTokens::with_secret(SECRET);
    let bearer = |token: String| format!("Bearer {token}");
    let good = bearer(tokens.token().scopes(["notes:read"]).issue());
    let bare = bearer(tokens.token().issue());
    for (authorization, status) in [(good, 200), (bare, 403), (String::new(), 401)] {
        assert_eq!(crate::get(&router, "/", &authorization).await.0, status);
    }
    let expected = [
        (
            "scopegate_denials_total{reason=insufficient_scope,scheme=Account,handler=notes}",
            1,
        ),
        (
            "scopegate_denials_total{reason=missing_credentials,scheme=Account,handler=notes}",
            1,
        ),
        (
            "scopegate_missing_scopes_total{scope=notes:read,scheme=Account}",
            1,
        ),
        ("scopegate_token_cache_total{outcome=miss}", 2),
        ("scopegate_tokens_total{outcome=verified}", 2),
    ];
    assert_eq!(
        counted.take(),
        expected.map(|(key, count)| (key.to_owned(), count))
    );
}
