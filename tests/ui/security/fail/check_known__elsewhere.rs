//! An option that stands in a wrong attribute is told its own.

use scopegate::{SecurityScopes, dependency, security};

#[dependency(publik, rejection = Problem)]
fn anyone() {}

#[security(public, checks_scopes)]
async fn handler() {}

#[dependency]
fn first(#[security(crate = scopegate, checks_scopes, depends = anyone)] _user: (), _scopes: SecurityScopes) {}

fn main() {}
