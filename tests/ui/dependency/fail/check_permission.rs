use axum::http::StatusCode;
use scopegate::{NotPermitted, dependency};

/// Refuses nobody.
#[dependency(permission = "note:owner")]
fn anybody() -> u32 {
    1
}

#[dependency(not_found)]
fn without_a_name() -> Result<u32, NotPermitted> {
    Err(NotPermitted)
}

#[dependency(permission = "note owner")]
fn with_a_space() -> Result<u32, NotPermitted> {
    Err(NotPermitted)
}

#[dependency(permission = note)]
fn no_text() -> Result<u32, NotPermitted> {
    Err(NotPermitted)
}

#[dependency]
fn undeclared() -> Result<u32, NotPermitted> {
    Err(NotPermitted)
}

#[dependency(permission = "note:owner")]
fn another_error() -> Result<u32, StatusCode> {
    Err(StatusCode::FORBIDDEN)
}

fn main() {}
