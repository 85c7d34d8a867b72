//! A handler that anyone may call says so.

use scopegate::{dependency, security};

#[dependency]
fn page() -> u32 {
    1
}

#[dependency(depends = page)]
fn offset(page: u32) -> u32 {
    page * 10
}

#[security(depends = offset)]
async fn list(_offset: u32) {}

fn main() {}
