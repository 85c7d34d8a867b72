//! A scheme is a type.


#[derive(scopegate::SecurityScheme)]
fn oauth2_scheme() {}

fn main() {}
