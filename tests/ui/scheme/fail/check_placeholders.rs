use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("tenant-{id}" = "A part.", "a:{}" = "No name.", "a:{b" = "Open."))]
struct OAuth2;

fn main() {}
