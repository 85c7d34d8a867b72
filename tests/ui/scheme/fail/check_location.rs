//! Where an API key is.

use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[api_key(realm = "r")]
struct Nowhere;

#[derive(SecurityScheme)]
#[api_key(header = "X-API-Key", query = "api_key")]
struct Twice;

#[derive(SecurityScheme)]
#[api_key(header = "X API Key")]
struct Space;

#[derive(SecurityScheme)]
#[api_key(header = "Authorization")]
struct Authorization;

#[derive(SecurityScheme)]
#[api_key(cookie = "")]
struct Empty;

#[derive(SecurityScheme)]
#[api_key(header("X-API-Key"))]
struct List;

fn main() {}
