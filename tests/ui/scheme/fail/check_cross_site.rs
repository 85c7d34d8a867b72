use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), cross_site)]
struct InAuthorization;

#[derive(SecurityScheme)]
#[api_key(header = "X-Key", cross_site)]
struct Key;

#[derive(SecurityScheme)]
#[http_basic(cross_site)]
struct Basic;

fn main() {}
