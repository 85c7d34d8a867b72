//! Graphs of dependencies: several edges, shared values, optional credentials, alternatives.

mod alternatives;
mod any_scopes;
mod large;
mod like_fastapi;
mod one_place;
mod optional;
mod refused_once;
mod rejection;
mod sharing;
mod shown;

use scopegate::SecurityScheme;

/// The scheme of these tests.
#[derive(SecurityScheme)]
#[oauth2(
    client_credentials(token_url = "token"),
    scopes(
        "a" = "A.", "b" = "B.", "c" = "C.", "d" = "D.",
        "me" = "Read your profile.",
    ),
    realm = "r"
)]
struct OAuth2;
