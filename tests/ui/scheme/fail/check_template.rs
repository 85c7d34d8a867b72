//! Names of the issuers of tenants.

use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[oauth2(
    password(token_url = "token"),
    issuers = ["https://a.example/{}", "https://{a}.example/{b}", "https://a.example/}a{"]
)]
struct Placeholders;

fn main() {}
