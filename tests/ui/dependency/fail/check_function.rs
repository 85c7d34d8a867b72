//! Things that are no functions.


use scopegate::dependency;

#[dependency]
struct CommonParameters {
    skip: u32,
}

#[dependency]
impl CommonParameters {
    fn new() {}
}

struct Service;

impl Service {
    #[dependency]
    fn method(&self) {}
}

fn main() {}
