//! Whose tokens a scheme means.

use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), issuer = "https://a.example", issuers = ["https://b.example"])]
struct Both;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), issuers = ["https://a.example", "https://a.example"])]
struct Twice;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), issuer = staff)]
struct Unquoted;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), issuer)]
struct NoValue;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), issuer = ["https://a.example"])]
struct List;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), verifier = "Refresh")]
struct VerifierString;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), isuer = "https://a.example")]
struct Misspelt;

#[derive(SecurityScheme)]
#[http_bearer(issuer = "https://a.example")]
struct Opaque;

#[derive(SecurityScheme)]
#[api_key(header = "X-API-Key", verifier = Keys)]
struct Key;

fn main() {}
