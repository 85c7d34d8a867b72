//! What a router may require.

use scopegate::{AccessToken, ApiKey, SecureRouter, SecurityScheme, Verifier, dependency, level};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("admin" = "Everything."))]
struct OAuth2;

#[derive(SecurityScheme)]
#[api_key(header = "X-API-Key")]
struct Key;

#[dependency(depends = OAuth2)]
fn user(_token: AccessToken) {}

#[dependency]
fn page() -> u32 {
    1
}

#[dependency(optional, depends = user)]
fn visitor(_user: Option<()>) {}

#[dependency(depends = any(user, visitor))]
fn anyone(_user: ()) {}

fn plain(_key: ApiKey) {}

fn main() {
    let router = || SecureRouter::<Verifier>::new();
    let _ = router().requires(level!(scopes = ["admni"], depends = user));
    let _ = router().requires(level!(scopes = ["admin"], depends = page));
    let _ = router().requires(level!(scopes = ["admin"], depends = anyone));
    let _ = router().requires(level!(depends = anyone));
    let _ = router().requires(level!(depends = plain));
    let _ = router().requires(level!(depends = Key));
    let _ = router().requires(level!(depends = page));
    let _ = router().requires(level!(depends = visitor));
    let _ = router().requires(level!());
    let _ = router().requires(level!(public));
    let _ = router().requires(level!(optional, depends = user));
    let _ = router().requires(level!(depends = any(user, page)));
    let _ = router().requires(level!(depends = [user, page]));
    let _ = router().requires(level!(depends = one_of(user, page)));
    let _ = SecureRouter::<()>::new().requires(level!(depends = user));
}
