//! Flows and options that do not exist.

use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[oauth2(pasword(token_url = "token"))]
struct Misspelt;

#[derive(SecurityScheme)]
#[oauth2(authorizationCode(authorization_url = "authorize", token_url = "token"))]
struct CamelCase;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), bearer_format = "JWT")]
struct Other;

#[derive(SecurityScheme)]
#[oauth2(token_url = "token")]
struct TokenUrl;

#[derive(SecurityScheme)]
#[oauth2(tokenUrl = "token", scopes = {"me": "Read."})]
struct FastApi;

fn main() {}
