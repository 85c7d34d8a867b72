//! A rule that nobody could read does not compile.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("a0" = "A.", "b0" = "B.", "a1" = "A.", "b1" = "B.", "a2" = "A.", "b2" = "B.", "a3" = "A.", "b3" = "B.", "a4" = "A.", "b4" = "B.", "a5" = "A.", "b5" = "B.", "a6" = "A.", "b6" = "B.", "a7" = "A.", "b7" = "B.", "a8" = "A.", "b8" = "B."))]
struct OAuth2;

#[dependency(depends = OAuth2)]
fn user(_token: AccessToken) {}

#[security]
async fn in_512_ways(
    #[security(scopes = any("a0", "b0"), depends = user)] _p0: (),
    #[security(scopes = any("a1", "b1"), depends = user)] _p1: (),
    #[security(scopes = any("a2", "b2"), depends = user)] _p2: (),
    #[security(scopes = any("a3", "b3"), depends = user)] _p3: (),
    #[security(scopes = any("a4", "b4"), depends = user)] _p4: (),
    #[security(scopes = any("a5", "b5"), depends = user)] _p5: (),
    #[security(scopes = any("a6", "b6"), depends = user)] _p6: (),
    #[security(scopes = any("a7", "b7"), depends = user)] _p7: (),
    #[security(scopes = any("a8", "b8"), depends = user)] _p8: (),
) {}

#[security]
async fn in_256_ways(
    #[security(scopes = any("a0", "b0"), depends = user)] _p0: (),
    #[security(scopes = any("a1", "b1"), depends = user)] _p1: (),
    #[security(scopes = any("a2", "b2"), depends = user)] _p2: (),
    #[security(scopes = any("a3", "b3"), depends = user)] _p3: (),
    #[security(scopes = any("a4", "b4"), depends = user)] _p4: (),
    #[security(scopes = any("a5", "b5"), depends = user)] _p5: (),
    #[security(scopes = any("a6", "b6"), depends = user)] _p6: (),
    #[security(scopes = any("a7", "b7"), depends = user)] _p7: (),
) {}

#[dependency(scopes = any("a0", "b0", "a1", "b1", "a2", "b2", "a3", "b3", "a4"), depends = user)]
fn one_of_nine(_user: ()) {}

#[security(scopes = any("a5", "b5", "a6", "b6", "a7", "b7", "a8", "b8"), depends = one_of_nine)]
async fn one_way_down_with_72_alternatives(_user: ()) {}

fn main() {}
