//! What a router requires of all its routes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod contradictions;
mod merged;
mod order;
mod service;
