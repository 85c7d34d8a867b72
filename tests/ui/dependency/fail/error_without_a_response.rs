//! Errors that are no responses.


use scopegate::{dependency, security};

struct NotFound;

#[dependency]
async fn get_item() -> Result<u32, NotFound> {
    Err(NotFound)
}

#[dependency(depends = get_item)]
async fn get_price(item: u32) -> u32 {
    item
}

#[security(public, depends = get_item)]
async fn read_item(_item: u32) {}

fn main() {}
