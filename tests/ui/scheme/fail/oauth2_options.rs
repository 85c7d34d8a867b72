//! The attribute is missing, empty, or written twice.

use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
struct Missing;

#[derive(SecurityScheme)]
#[oauth2]
struct Path;

#[derive(SecurityScheme)]
#[oauth2()]
struct Empty;

#[derive(SecurityScheme)]
#[oauth2 = "token"]
struct Assigned;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"))]
#[oauth2(scopes("me" = "Read your profile."))]
struct Twice;

fn main() {}
