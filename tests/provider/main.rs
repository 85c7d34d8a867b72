//! A resource server and clients against a certified OpenID provider: see `run`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod api;
mod grants;
mod jws;
mod log_in;
mod provider;

mod algorithms;
mod authorization_code;
mod forged_kids;
mod introspection;
mod issuers;
mod misused_tokens;
mod outage;
mod rotation;
mod sender_bound;
