//! The kit for users' own tests: overrides, tokens, direct calls.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod coverage;
mod direct;
#[path = "../remote/log.rs"]
mod log;
mod overrides;
mod reach;
mod service;
mod tokens;
