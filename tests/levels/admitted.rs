//! What levels admit is known to the service of that request only.

use axum::Router;
use axum::body::Body;
use axum::extract::Extension;
use axum::http::{Method, Request};
use axum::routing::get;
use scopegate::caller::{Admitted, Caller, Callers, IdentifyCallers};
use scopegate::{AccessToken, SecurityScheme, TokenIssuer, Verifier, dependency, level};
use scopegate_tests::{SECRET, client};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"))]
struct OAuth2;

#[derive(Clone)]
struct Name(String);

#[dependency(depends = OAuth2)]
fn name(token: AccessToken) -> Name {
    Name(token.into_claims().sub.unwrap_or_default())
}

async fn greet(Extension(admitted): Extension<Admitted>) -> String {
    let Name(name) = admitted.get().unwrap_or_else(|| Name("nobody".to_owned()));
    name
}

/// The innermost value, and all callers.
async fn tell(admitted: Extension<Admitted>, Extension(callers): Extension<Callers>) -> String {
    let subjects = callers.iter().filter_map(Caller::subject);
    let subjects: Vec<_> = subjects.collect();
    format!("{}:{}", greet(admitted).await, subjects.join("+"))
}

fn bearer(name: &str) -> String {
    let issuer = TokenIssuer::hs256(SECRET).unwrap();
    format!("Bearer {}", issuer.issue(name, [""; 0]).unwrap())
}

fn guarded(service: Router) -> Router {
    let verifier = Verifier::hs256(SECRET).unwrap();
    service.layer(level!(depends = name).into_layer(verifier))
}

/// A default for routes outside of levels is a value that all requests have in common.
#[tokio::test]
async fn a_default_for_all_requests_stays_empty() {
    let service = || Router::new().route("/", get(greet));
    let app = Router::new()
        .nest("/guarded", guarded(service()))
        .nest("/open", service())
        .layer(Extension(Admitted::default()));
    for name in ["ann", "bob"] {
        let answer = client::get(&app, "/guarded", &[("authorization", bearer(name))]).await;
        assert_eq!(answer.body, name);
        assert_eq!(client::get_as(&app, "/open", None).await.body, "nobody");
    }
}

/// A batch: several requests are made from an admitted one, each with a token of its own.
#[tokio::test]
async fn requests_that_are_made_from_one_know_their_own_callers_only() {
    let part = guarded(Router::new().route("/", get(tell)));
    let batch = async move |outer: Request<Body>| {
        let extensions = outer.extensions();
        let own = || {
            let admitted = extensions.get().cloned().unwrap();
            tell(
                Extension(admitted),
                Extension(extensions.get().cloned().unwrap()),
            )
        };
        let mut seen = Vec::new();
        for name in ["ann", "bob"] {
            let headers = [("authorization", bearer(name))];
            let mut request = client::request(Method::GET, "/", &headers);
            *request.extensions_mut() = extensions.clone();
            seen.push(client::send(part.clone(), request).await.body);
            seen.push(own().await);
        }
        seen.join(" ")
    };
    let app = guarded(Router::new().route("/", get(batch))).layer(IdentifyCallers);
    let answer = client::get(app, "/", &[("authorization", bearer("operator"))]).await;
    let expected = "ann:operator+ann operator:operator bob:operator+bob operator:operator";
    assert_eq!(answer.body, expected);
    // Outside, all are known.
    let all = answer.extensions.get::<Callers>().unwrap();
    let all: Vec<_> = all.iter().filter_map(Caller::subject).collect();
    assert_eq!(all, ["operator", "ann", "bob"]);
}
