use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("tenant:all" = "All tenants.", "tenant:{id}" = "A tenant.", "{kind}:{id}" = "Anything."))]
struct Overlapping;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("admin" = "All.", implies("tenant:{id}"), "tenant:{id}" = "A tenant."))]
struct Implying;

fn main() {}
