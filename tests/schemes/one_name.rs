//! Two schemes of one name, at one line for all that the compiler says of a macro call.

use axum::Router;
use axum::routing::get;
use scopegate::routing::get as secure;
use scopegate::testing::TestTokens;
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, security};
use scopegate_tests::client;

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
    for (scopes, expected) in [(&["a"][..], 403), (&["a", "b"], 200)] {
        let token = TestTokens::new().token().scopes(scopes).issue();
        let answer = client::get_as(&app, "/", Some(&token)).await;
        assert_eq!(answer.status, expected, "{scopes:?}");
    }
}

trait Has {
    type Scheme: 'static;
}

struct A;
struct B;

macro_rules! schemes {
    ($($of:ident),*) => {$(
        const _: () = {
            #[derive(SecurityScheme)]
            #[oauth2(client_credentials(token_url = "t"), scopes("a" = "A."))]
            struct Tokens;

            impl Has for $of {
                type Scheme = Tokens;
            }
        };
    )*};
}

schemes!(A, B);

type OfA = <A as Has>::Scheme;
type OfB = <B as Has>::Scheme;

#[security(scopes = ["a"], depends = OfA)]
async fn for_a(_token: AccessToken) {}

#[security(scopes = ["a"], depends = OfB)]
async fn for_b(_token: AccessToken) {}

#[test]
#[should_panic(expected = "no issuer is named by")]
fn schemes_that_one_macro_repeats_are_two_for_several_issuers() {
    let of = |issuer: &str, secret| {
        let builder = Verifier::builder().hs256([secret; 32]);
        builder.issuer(issuer).build().unwrap()
    };
    let verifier = Verifier::by_issuer([of("https://a.example", 1), of("https://b.example", 2)]);
    let router = SecureRouter::new()
        .route("/a", secure(for_a))
        .route("/b", secure(for_b));
    drop(router.with_state::<()>(verifier.unwrap()));
}
