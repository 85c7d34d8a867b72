//! Scopes that no scheme would ever see.


use scopegate::{dependency, security};

struct Db;

#[dependency]
fn get_db() -> Db {
    Db
}

#[dependency(depends = get_db)]
fn get_items(db: Db) -> Db {
    db
}

#[security(scopes = ["items", "me"], depends = get_db)]
async fn directly(_db: Db) {}

#[security(scopes = ["items"], depends = get_items)]
async fn indirectly(_db: Db) {}

fn main() {}
