//! What is shown as an example is written as this option is, where it stands.

use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[openid_connect(url = 5)]
struct Address;

#[derive(SecurityScheme)]
#[oauth2(authorization_code(authorization_url = 5, token_url = "token"))]
struct Authorization;

#[derive(SecurityScheme)]
#[api_key(query)]
struct Query;

#[derive(SecurityScheme)]
#[api_key(cookie = 5)]
struct Cookie;

fn main() {}
