//! Everything that is wrong with one attribute, in one run.

use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[oauth2(pasword(token_url = "token"), implicit(token_url = 1), scopes("me", "a b" = "C."), realm = 1, profile = x)]
struct Scheme;

fn main() {}
