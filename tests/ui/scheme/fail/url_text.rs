//! URLs.

use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = ""))]
struct Empty;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "my token"))]
struct Space;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = token))]
struct Unquoted;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = 5))]
struct Number;

#[derive(SecurityScheme)]
#[oauth2(implicit(authorization_url = "https://exämple.org"))]
struct NonAscii;

#[derive(SecurityScheme)]
#[oauth2(implicit(authorization_url = "authorize", refresh_url = "{tenant}/token"))]
struct Braces;

fn main() {}
