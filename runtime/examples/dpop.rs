//! Tokens that are bound to a key of the client (RFC 9449): a stolen one is worth nothing.
//!
//! ```sh
//! cargo run -p scopegate --features dpop,provider --example dpop -- https://issuer.example https://api.example
//! ```
//!
//! The arguments are the issuer of a provider that binds tokens, and the address that clients know this API by, which is
//! also its audience.

use std::error::Error;

use axum::Router;
use scopegate::dpop::{Dpop, DpopConfigError};
use scopegate::routing::get;
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, security};
use serde::Deserialize;

#[derive(SecurityScheme)]
#[openid_connect(
    url = "https://issuer.example/.well-known/openid-configuration",
    scopes("payments:read" = "See payments.", "payments:write" = "Make payments."),
)]
struct Account;

#[dependency(depends = Account)]
fn user(token: AccessToken) -> Option<String> {
    token.into_claims().sub
}

/// The claims of a token that is bound to a key.
#[derive(Deserialize)]
struct Bound {
    sub: String,
    #[serde(rename = "cnf")]
    _cnf: Confirmation,
}

#[derive(Deserialize)]
struct Confirmation {
    #[serde(rename = "jkt")]
    _jkt: String,
}

/// Refuses a token that is bound to nothing, since it does not have these claims.
#[dependency(depends = Account)]
fn user_with_key(token: AccessToken<Bound>) -> String {
    token.into_claims().sub
}

/// Takes bound tokens, with a proof, and others.
#[security(scopes = ["payments:read"], depends = user)]
async fn payments(user: Option<String>) -> String {
    format!("payments of {}", user.unwrap_or_default())
}

/// Takes bound tokens only.
#[security(scopes = ["payments:write"], depends = user_with_key)]
async fn pay(user: String) -> String {
    format!("paid by {user}")
}

pub(crate) fn app(verifier: Verifier, address: &str) -> Result<Router, DpopConfigError> {
    // All that is needed: a bound token now comes with a proof, or is refused.
    let verifier = verifier.with_dpop(Dpop::new(address)?);
    let routes = SecureRouter::new().route("/payments", get(payments).post(pay));
    Ok(routes.with_state(verifier).into_router())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [issuer, address] = arguments.as_slice() else {
        return Err("usage: dpop ISSUER ADDRESS".into());
    };
    let verifier = Verifier::builder().discover(issuer).audience(address);
    let app = app(verifier.build()?, address)?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8000").await?;
    Ok(axum::serve(listener, app).await?)
}
