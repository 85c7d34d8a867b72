//! Which scopes are implied.

use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[oauth2(
    client_credentials(token_url = "token"),
    scopes("items:write" = "Change items.", implies("items:raed", "users", "items:read", "items:read"), "items:read" = "Read items."),
)]
struct Undeclared;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("me" = "Me.", implies("me")))]
struct Itself;

#[derive(SecurityScheme)]
#[oauth2(
    client_credentials(token_url = "token"),
    scopes(
        "a" = "A.", implies("b"),
        "b" = "B.", implies("c"),
        "c" = "C.", implies("a"),
    ),
)]
struct Round;

fn main() {}
