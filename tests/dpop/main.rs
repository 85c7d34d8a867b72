//! Tokens that are bound to a key (RFC 9449), over HTTP.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bound;
mod own_verifier;
mod service;
