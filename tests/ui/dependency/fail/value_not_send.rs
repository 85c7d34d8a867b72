//! Values that cannot move between threads.


use scopegate::dependency;

struct Cache(*const u8);

#[dependency]
fn get_cache() -> Cache {
    Cache(std::ptr::null())
}

fn main() {}
