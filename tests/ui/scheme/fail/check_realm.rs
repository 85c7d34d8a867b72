//! Realms.

use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), realm = "a \"b\"")]
struct Quote;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), realm = "größe")]
struct NonAscii;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), realm = example)]
struct Unquoted;

fn main() {}
