//! An option that stands at a wrong place of an attribute is told its own.

use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token", scopes("me" = "Read your profile.")))]
struct ScopesOfAFlow;

#[derive(SecurityScheme)]
#[oauth2(refreshUrl = "token", query = "api_key")]
struct UrlOfNoFlow;

#[derive(SecurityScheme)]
#[http_basic(issuer = "https://issuer.example", url = "https://issuer.example")]
struct Unverified;

fn main() {}
