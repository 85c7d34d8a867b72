//! What is not a rule of an operation.

use scopegate::operations::{Mcp, Operations, Public};
use scopegate::{AccessToken, SecurityScheme, Verifier, dependency, level};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("notes" = "Notes."))]
struct OAuth2;

#[dependency(depends = OAuth2)]
fn user(_token: AccessToken) {}

fn operations() -> Operations<Verifier, Mcp> {
    Operations::new(Mcp, level!(scopes = ["notes"], depends = user))
}

fn main() {
    let _ = operations().tool("a", ["notes"]);
    let _ = operations().tool("a", user);
    let _ = operations().tool("a", level!(scopes = ["note"], depends = user));
    let _ = Operations::<Verifier, _>::new(Mcp, Public);
    let _ = Operations::<Verifier, _>::new("tools", level!(depends = user));
}
