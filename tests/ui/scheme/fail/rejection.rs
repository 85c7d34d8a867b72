//! A rejection type without the trait.

use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), rejection = Problem)]
struct Own;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), rejection = errors::Problem)]
struct InAModule;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), rejection = Probelm)]
struct Unresolved;

struct Problem;

mod errors {
    pub struct Problem;
}

fn main() {}
