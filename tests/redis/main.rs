//! Tokens that are taken back by way of Redis, a real one: see `run`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod revocation;
#[path = "../../runtime/docs/guide/revoked_in_redis.rs"]
#[allow(
    unreachable_pub,
    clippy::module_name_repetitions,
    reason = "it is what the guide shows"
)]
mod revoked_in_redis;
mod server;
mod service;
