use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), cookie = "token", header = "X-Token")]
struct Two;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), header = "Authorization")]
struct Authorization;

#[derive(SecurityScheme)]
#[http_bearer(prefix = "Basic")]
struct Basic;

#[derive(SecurityScheme)]
#[http_bearer(prefix = "Token ")]
struct WithSpace;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), query = "token")]
struct InQuery;

fn main() {}
