//! Schemes with a verifier of their own: whether a proof counts as credentials is for that one to say.

use axum::Router;
use axum::extract::FromRef;
use axum::routing::get;
use scopegate::dpop::Dpop;
use scopegate::testing::{TestDpopKey, TestTokens};
use scopegate::{AccessToken, SecurityScheme, Verifier, VerifierFor, dependency, security};
use scopegate_tests::client;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("items" = "Items."))]
struct Shared;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("items" = "Items."), verifier = Own)]
struct Own;

#[derive(Clone, FromRef)]
struct App {
    shared: Verifier,
    own: VerifierFor<Own>,
}

fn name(token: Option<AccessToken>) -> String {
    let subject = token.and_then(|token| token.into_claims().sub);
    subject.unwrap_or_else(|| "nobody".to_owned())
}

#[security(optional, depends = Shared)]
async fn shared(token: Option<AccessToken>) -> String {
    name(token)
}

#[security(optional, depends = Own)]
async fn own(token: Option<AccessToken>) -> String {
    name(token)
}

#[dependency(depends = Shared)]
fn by_shared(token: AccessToken) -> String {
    name(Some(token))
}

#[dependency(depends = Own)]
fn by_own(token: AccessToken) -> String {
    name(Some(token))
}

#[security(optional, depends = any(by_shared, by_own))]
async fn either(who: Option<String>) -> String {
    who.unwrap_or_else(|| "nobody".to_owned())
}

fn app(dpop_of_shared: bool, dpop_of_own: bool) -> Router {
    let verifier = |takes_proofs| {
        let verifier = TestTokens::new().verifier();
        if takes_proofs {
            verifier.with_dpop(Dpop::new("https://api.example.com").unwrap())
        } else {
            verifier
        }
    };
    let state = App {
        shared: verifier(dpop_of_shared),
        own: verifier(dpop_of_own).into(),
    };
    Router::new()
        .route("/shared", get(shared))
        .route("/own", get(own))
        .route("/either", get(either))
        .with_state(state)
}

#[tokio::test]
async fn a_proof_is_for_schemes_whose_own_verifier_takes_proofs() {
    let key = TestDpopKey::new();
    let token = TestTokens::new().token().scopes(["items"]);
    let token = token.bound_to(&key).issue();
    for (of_shared, of_own) in [(false, false), (true, false), (false, true), (true, true)] {
        let app = app(of_shared, of_own);
        for (path, takes_proofs) in [
            ("/shared", of_shared),
            ("/own", of_own),
            ("/either", of_shared || of_own),
        ] {
            let case = format!("{path} {of_shared} {of_own}");
            let url = format!("https://api.example.com{path}");
            let proof = key.proof("GET", &url).access_token(&token).sign();
            let by_dpop = ("authorization", format!("DPoP {token}"));
            let answer = client::get(&app, path, &[by_dpop, ("dpop", proof)]).await;
            // To a verifier that takes no proofs, they are credentials of a kind that nobody asked for.
            let expected = if takes_proofs { "johndoe" } else { "nobody" };
            assert_eq!((answer.status, &*answer.body), (200, expected), "{case}");
            let bad = ("authorization", "DPoP abc".to_owned());
            let status = client::get(&app, path, &[bad]).await.status;
            assert_eq!(status, if takes_proofs { 401 } else { 200 }, "{case}");
            let bearer = ("authorization", format!("Bearer {token}"));
            assert_eq!(
                client::get(&app, path, &[bearer]).await.status,
                401,
                "{case}"
            );
            let without = client::get_as(&app, path, None).await;
            assert_eq!((without.status, &*without.body), (200, "nobody"));
        }
    }
}
