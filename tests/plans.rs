//! What the compiler made of declarations, and that it is what is enforced, documented and audited.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod audit;
mod graph;
mod layout;
mod openapi;
mod suggest;
