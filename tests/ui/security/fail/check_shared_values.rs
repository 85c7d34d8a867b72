//! A value that two parameters receive can be cloned.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("me" = "Read your profile.", "items" = "Read items."))]
struct People;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("jobs" = "Run jobs."))]
struct Machines;

#[derive(Clone)]
struct User;

#[dependency(depends = People)]
fn user(_token: AccessToken) -> User {
    User
}

#[dependency(depends = Machines)]
fn machine(_token: AccessToken) -> User {
    User
}

struct Db;

#[dependency]
fn db() -> Db {
    Db
}

#[dependency(depends = db)]
fn rows(_db: Db) -> u32 {
    1
}

#[dependency]
fn page(#[security(depends = rows)] rows: u32, #[security(depends = db)] _db: Db) -> u32 {
    rows
}

#[dependency]
fn columns(#[security(depends = db)] _db: Db, #[security(depends = rows)] rows: u32) -> u32 {
    rows
}

// It is said of `columns` already.
#[security]
async fn table(#[security(depends = user)] _user: User, #[security(depends = columns)] _columns: u32) {}

#[security]
async fn list(
    #[security(depends = user)] _user: User,
    #[security(depends = rows)] _rows: u32,
    #[security(depends = db)] _db: Db,
) {}

#[security]
async fn fine(
    #[security(depends = user)] _user: User,
    #[security(depends = rows)] _rows: u32,
    #[security(depends = db, cache = false)] _db: Db,
) {}

fn main() {}
