//! The value of a dependency has one type.


use scopegate::{dependency, security};

#[dependency]
fn limit() -> u32 {
    10
}

#[security(depends = limit)]
async fn parameter<T: Send>(_limit: T) {}

#[security(depends = limit)]
async fn part_of_a_type<T: Send>(_limit: Option<T>) {}

#[security(depends = limit)]
async fn anonymous(_limit: impl Send) {}

fn main() {}
