//! The list of scopes.

use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "One.", "me" = "Two."))]
struct Twice;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me", "items" = ""))]
struct NoDescription;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("my items" = "A.", "" = "B.", "größe" = "C."))]
struct Tokens;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me": "Read your profile."))]
struct Colon;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes = {"me": "Read your profile."})]
struct Dictionary;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes = ["me", "items"])]
struct List;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes(me = "Read your profile."))]
struct Unquoted;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "One." "items" = "Two."))]
struct MissingComma;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "One."), scopes("items" = "Two."))]
struct ListTwice;

fn main() {}
