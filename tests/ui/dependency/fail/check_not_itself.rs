//! A dependency on itself.


use scopegate::dependency;

#[dependency(depends = get_user)]
fn get_user(user: u32) -> u32 {
    user
}

#[dependency(depends = self::get_admin)]
fn get_admin(user: u32) -> u32 {
    user
}

fn main() {}
