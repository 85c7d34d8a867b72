//! The tests in `http`, which are part of `service` otherwise.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../http/mod.rs"]
mod http;
