//! Dependencies in a cycle of two, and of three.


use scopegate::dependency;

#[dependency(depends = b)]
fn a(value: u32) -> u32 {
    value
}

#[dependency(depends = a)]
fn b(value: u32) -> u32 {
    value
}

#[dependency(depends = second)]
fn first(value: u32) -> u32 {
    value
}

#[dependency(depends = third)]
fn second(value: u32) -> u32 {
    value
}

#[dependency(scopes = ["me"], depends = first)]
fn third(value: u32) -> u32 {
    value
}

fn main() {}
