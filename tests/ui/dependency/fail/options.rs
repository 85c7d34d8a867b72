//! Options of a dependency.


use scopegate::dependency;

#[dependency(public)]
fn public() {}

#[dependency(scopes = ["me"])]
fn scopes_alone() {}

#[dependency(cached)]
fn unknown() {}

#[dependency(scopes: ["me"], depends = unknown())]
fn several() {}

fn main() {}
