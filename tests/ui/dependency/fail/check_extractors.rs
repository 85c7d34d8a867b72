//! Parameters of primitive types are no extractors.

use scopegate::dependency;

#[dependency]
fn pagination(_skip: u32, _limit: Option<u32>, _q: &str) {}

fn main() {}
