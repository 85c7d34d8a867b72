//! Names of issuers.

use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), issuer = "")]
struct Empty;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), issuer = "https://a.example/my realm")]
struct Space;

#[derive(SecurityScheme)]
#[openid_connect(
    url = "https://a.example/.well-known/openid-configuration",
    issuer = "https://a.example/.well-known/openid-configuration"
)]
struct Description;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), issuers = ["https://a.example?tenant=1", "https://a.example#b"])]
struct Query;

fn main() {}
