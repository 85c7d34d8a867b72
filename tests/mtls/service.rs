//! A service whose verifier checks client certificates.

use axum::Router;
use axum::extract::Request;
use axum::http::Method;
use axum::routing::get;
use scopegate::mtls::{ClientCertificate, Mtls};
use scopegate::testing::{TestToken, TestTokens};
use scopegate::{AccessToken, SecurityScheme, Verifier, security};
use scopegate_tests::client::{self, Answer};

use crate::dpop::service::{routes, subject};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("items" = "Items."), cookie = "session", realm = "r")]
struct Cookie;

#[security(scopes = ["items"], depends = Cookie)]
async fn by_cookie(token: AccessToken) -> String {
    subject(token)
}

pub(crate) fn app(verifier: Verifier) -> Router {
    routes()
        .route("/cookie", get(by_cookie))
        .with_state(verifier)
}

/// A service that terminates TLS.
pub(crate) fn service() -> Router {
    app(TestTokens::new().verifier().with_mtls(Mtls::new()))
}

/// The certificate of a client.
pub(crate) fn own() -> ClientCertificate {
    ClientCertificate::from_der(b"own")
}

/// Of another one.
pub(crate) fn other() -> ClientCertificate {
    ClientCertificate::from_der(b"other")
}

/// A token with the scope `items`, bound to nothing.
pub(crate) fn unbound() -> TestToken {
    TestTokens::new().token().scopes(["items"])
}

/// A token with the scope `items` that is bound to [`own`].
pub(crate) fn token() -> TestToken {
    unbound().bound_to_certificate(&own())
}

pub(crate) fn bearer(token: &str) -> (&'static str, String) {
    ("authorization", format!("Bearer {token}"))
}

/// The answer to a GET over a connection with this certificate.
pub(crate) async fn get_over(
    app: &Router,
    path: &str,
    certificate: Option<ClientCertificate>,
    headers: &[(&str, String)],
) -> Answer {
    let mut request: Request = client::request(Method::GET, path, headers);
    if let Some(certificate) = certificate {
        request.extensions_mut().insert(certificate);
    }
    client::send(app, request).await
}

/// The status, and why the request was refused.
pub(crate) fn verdict(answer: &Answer) -> (u16, &'static str) {
    let reason = answer.reason();
    (answer.status, reason.map_or("", |reason| reason.as_str()))
}
