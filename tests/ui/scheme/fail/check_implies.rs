//! Where `implies(...)` stands.

use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes(implies("me"), "me" = "Read your profile."))]
struct First;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("me" = "Read your profile.", implies()))]
struct Empty;

#[derive(SecurityScheme)]
#[oauth2(
    client_credentials(token_url = "token"),
    scopes("admin" = "Everything.", implies("me"), implies("items"), "me" = "Me.", "items" = "Items."),
)]
struct Twice;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("admin" = "Everything.", implies(me), "me" = "Me."))]
struct NoLiteral;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("admin" = "Everything.", implies = "me", "me" = "Me."))]
struct Assigned;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("admin" = "Everything.", implys("me", "users"), "me" = "Me."))]
struct Misspelt;

fn main() {}
