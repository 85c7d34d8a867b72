//! A dependency has one type.


use axum::extract::FromRequestParts;
use scopegate::dependency;

#[dependency]
fn type_parameter<T: Default>() -> T {
    T::default()
}

#[dependency]
fn constant<const N: usize>() -> usize {
    N
}

#[dependency]
fn lifetime<'a>() -> &'a str {
    ""
}

#[dependency]
fn anonymous(_state: impl FromRequestParts<()>) {}

fn main() {}
