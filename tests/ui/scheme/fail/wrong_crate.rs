//! `crate = ...` names the runtime.


use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), crate = "scopegate")]
struct Quoted;

fn main() {}
