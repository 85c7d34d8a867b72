//! Things that are no functions.


use scopegate::security;

#[security(public)]
struct Structure;

#[security(public)]
enum Enumeration {}

#[security(public)]
impl Structure {
    fn method() {}
}

#[security(public)]
mod handlers {}

#[security(public)]
trait Handlers {}

#[security(public)]
const HANDLER: fn() = main;

fn main() {
}
