//! `crate = ...` names the runtime.


use scopegate::security;

#[security(public, crate = "scopegate")]
async fn string() {}

#[security(public, crate)]
async fn nothing() {}

#[security(public, crate(scopegate))]
async fn list() {}

fn main() {}
