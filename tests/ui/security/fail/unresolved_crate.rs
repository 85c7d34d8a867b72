//! `crate = ...` names no crate.


use scopegate::security;

#[security(public, crate = scopgate)]
async fn misspelt() {}

fn main() {}
