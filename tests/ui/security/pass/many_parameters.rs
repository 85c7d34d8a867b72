//! More dependencies than axum's handlers have parameters: they are one parameter of axum's. A public handler has as many
//! as without the attribute.

use axum::http::HeaderMap as H;
use scopegate::routing::get;
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile."))]
struct OAuth2PasswordBearer;

#[dependency(depends = OAuth2PasswordBearer)]
fn one(_token: AccessToken) {}

#[rustfmt::skip]
#[security]
async fn handler(
    #[security(depends = one)] _p1: (),
    #[security(depends = one)] _p2: (),
    #[security(depends = one)] _p3: (),
    #[security(depends = one)] _p4: (),
    #[security(depends = one)] _p5: (),
    #[security(depends = one)] _p6: (),
    #[security(depends = one)] _p7: (),
    #[security(depends = one)] _p8: (),
    #[security(depends = one)] _p9: (),
    #[security(depends = one)] _p10: (),
    #[security(depends = one)] _p11: (),
    #[security(depends = one)] _p12: (),
    #[security(depends = one)] _p13: (),
    #[security(depends = one)] _p14: (),
    #[security(depends = one)] _p15: (),
    #[security(depends = one)] _p16: (),
    #[security(depends = one)] _p17: (),
) {
}

#[rustfmt::skip]
#[security(public)]
async fn sixteen(
    _p1: H, _p2: H, _p3: H, _p4: H, _p5: H, _p6: H, _p7: H, _p8: H, _p9: H, _p10: H, _p11: H, _p12: H, _p13: H, _p14: H,
    _p15: H, _body: String,
) {
}

fn main() {
    let _: SecureRouter<Verifier> = SecureRouter::new().route("/", get(handler)).route("/16", get(sixteen));
    let _ = axum::routing::get::<_, _, ()>(sixteen);
}
