//! Values of `depends` that are neither functions nor types of a program.


use scopegate::security;

trait Authenticated {}

struct Page<T>(T);

const USER: u32 = 1;

#[security(depends = Authenticated)]
async fn a_trait(_user: u32) {}

#[security(depends = USER)]
async fn constant(_user: u32) {}

#[security(depends = u32)]
async fn primitive(_user: u32) {}

#[security(depends = String)]
async fn string(_user: String) {}

#[security(depends = Page)]
async fn generic(_user: u32) {}

fn main() {}
