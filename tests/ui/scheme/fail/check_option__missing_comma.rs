//! Options without a comma between them.

use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token") scopes("me" = "Read."))]
struct Flows;

#[derive(SecurityScheme)]
#[oauth2(authorization_code(authorization_url = "authorize" token_url = "token"))]
struct InAFlow;

#[derive(SecurityScheme)]
#[oauth2(realm = "example" password(token_url = "token"))]
struct Realm;

fn main() {}
