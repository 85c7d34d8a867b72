use scopegate::{AccessToken, Denial, SecurityScheme, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("items" = "Read items.", "archive" = "Read what is archived.", "tenant:{id}" = "Act for a tenant."))]
struct OAuth2;

#[security(scopes = ["tenant:{id}"], depends = OAuth2)]
async fn of_every_request(token: AccessToken) {}

fn main() {}
