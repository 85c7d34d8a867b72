//! A scheme with a verifier of its own, which the state has not.

use axum::extract::FromRef;
use scopegate::routing::get;
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, VerifierFor, security};

struct RefreshTokens;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), verifier = RefreshTokens)]
struct Refresh;

#[security(depends = Refresh)]
async fn refresh(_: AccessToken) {}

#[derive(Clone, FromRef)]
struct OnlyOne {
    access: Verifier,
}

#[derive(Clone, FromRef)]
struct OfAnother {
    access: Verifier,
    refresh: VerifierFor<Refresh>,
}

fn main() {
    let _: SecureRouter<OnlyOne> = SecureRouter::new().route("/refresh", get(refresh));
    let _: SecureRouter<OfAnother> = SecureRouter::new().route("/refresh", get(refresh));
}
