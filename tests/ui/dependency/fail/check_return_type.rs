//! The value of a dependency has a type with a name.


use std::fmt::Display;

use scopegate::dependency;

#[dependency]
fn opaque() -> impl Display {
    "value"
}

#[dependency]
async fn in_a_result() -> Result<impl Display, String> {
    Ok("value")
}

#[dependency]
fn future() -> impl Future<Output = u32> {
    async { 1 }
}

#[dependency]
fn reference() -> &str {
    ""
}

fn main() {}
