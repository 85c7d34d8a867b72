//! What credentials a scheme asks for.

use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
struct Nothing;

#[derive(SecurityScheme)]
#[http_bearer]
#[http_basic]
struct Both;

#[derive(SecurityScheme)]
#[openid_connect(scopes("me" = "Read your profile."))]
struct NoUrl;

#[derive(SecurityScheme)]
#[openid_connect(url = "has a space")]
struct BadUrl;

#[derive(SecurityScheme)]
#[http_bearer(password(token_url = "token"))]
struct Flow;

#[derive(SecurityScheme)]
#[http_bearer(bearer_format = JWT)]
struct Format;

#[derive(SecurityScheme)]
#[api_key]
struct NoPlace;

fn main() {}
