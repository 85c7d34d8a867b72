//! Nothing receives the value of the dependency.


use scopegate::dependency;

#[dependency]
fn get_db() -> u32 {
    1
}

#[dependency(depends = get_db)]
fn get_user() -> u32 {
    1
}

fn main() {}
