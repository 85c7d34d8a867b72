//! What scopegate does over HTTP, in its default profile: RFC 6750, the order of the checks, and
//! the scopes that functions see.

mod app;
mod arc_state;
mod callers;
mod challenge;
mod client;
mod credentials;
mod errors;
mod keys;
mod merge_model;
mod merging;
mod order;
mod properties;
mod rejection;
mod revoked;
mod secrecy;
mod shapes;
mod token;
mod token_endpoint;
mod verdicts;
mod websocket;
