//! What a key may do is checked by a function.

use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[api_key(
    header = "X-API-Key",
    scopes("items:write" = "Change items.", implies("items:read"), "items:read" = "Read items."),
)]
struct Key;

fn main() {}
