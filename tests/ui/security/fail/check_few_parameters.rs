//! More parameters than axum's handlers can have.

use axum::http::HeaderMap as H;
use scopegate::routing::get;
use scopegate::{SecureRouter, SecurityScheme, AccessToken, security};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"))]
struct OAuth2;

#[security(public)]
async fn seventeen(_1: H, _2: H, _3: H, _4: H, _5: H, _6: H, _7: H, _8: H, _9: H, _10: H, _11: H, _12: H, _13: H, _14: H, _15: H, _16: H, _17: H) {}

#[security(depends = OAuth2)]
async fn sixteen(_0: AccessToken, _1: H, _2: H, _3: H, _4: H, _5: H, _6: H, _7: H, _8: H, _9: H, _10: H, _11: H, _12: H, _13: H, _14: H, _15: H, _16: H) {}

fn main() {
    let _: SecureRouter = SecureRouter::new().route("/17", get(seventeen)).route("/16", get(sixteen));
}
