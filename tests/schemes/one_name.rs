//! Two schemes of one name, at one line for all that the compiler says of a macro call.

use axum::body::Body;
use axum::http::Request;
use axum::routing::get;
use axum::{Router, http::StatusCode};
use scopegate::testing::TestTokens;
use scopegate::{AccessToken, SecurityScheme, dependency, security};
use tower::ServiceExt;

/// What one of them implies is nothing to the other.
#[tokio::test]
async fn schemes_that_one_macro_writes_are_two() {
    macro_rules! app {
        () => {{
            #[derive(SecurityScheme)]
            #[oauth2(client_credentials(token_url = "t"), scopes("a" = "A.", implies("b"), "b" = "B."))]
            struct Tokens;

            #[dependency(depends = Tokens)]
            fn generous(_token: AccessToken) {}
            {
                #[derive(SecurityScheme)]
                #[oauth2(client_credentials(token_url = "t"), scopes("a" = "A.", "b" = "B."))]
                struct Tokens;

                #[dependency(depends = Tokens)]
                fn strict(_token: AccessToken) {}

                #[security]
                async fn handler(
                    #[security(scopes = ["a"], depends = generous)] (): (),
                    #[security(scopes = ["b"], depends = strict)] (): (),
                ) {
                }
                Router::new().route("/", get(handler))
            }
        }};
    }

    let app = app!().with_state(TestTokens::new().verifier());
    for (scopes, expected) in [
        (&["a"][..], StatusCode::FORBIDDEN),
        (&["a", "b"], StatusCode::OK),
    ] {
        let token = TestTokens::new().token().scopes(scopes).issue();
        let request = Request::get("/").header("authorization", format!("Bearer {token}"));
        let request = request.body(Body::empty()).unwrap();
        let answer = app.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), expected, "{scopes:?}");
    }
}
