//! `issuers` is a list.

use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), issuers = "https://a.example")]
struct Text;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), issuers("https://a.example"))]
struct Parentheses;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), issuers = [])]
struct Empty;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), issuers = [5, staff])]
struct NoTexts;

fn main() {}
