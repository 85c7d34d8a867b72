//! A handler has to say who may call it.


use scopegate::security;

#[security]
async fn nothing() {}

#[security()]
async fn parentheses() {}

fn main() {}
