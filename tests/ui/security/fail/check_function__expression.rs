//! Closures and other statements.

use scopegate::security;

fn main() {
    #[security(public)]
    let closure = || "items";

    #[security(public)]
    drop(closure);
}

#[security(public)]
type Alias = u32;

#[security(public)]
use std::fmt;
