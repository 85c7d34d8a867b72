//! Tokens that are bound to a key (RFC 9449), over HTTP.

mod bound;
mod own_verifier;
pub(crate) mod service;
mod store;
mod two_verifiers;
