//! Graphs of dependencies: several edges, shared values, optional credentials, alternatives.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod alternatives;
mod any_scopes;
mod large;
mod like_fastapi;
mod one_place;
mod optional;
mod refused_once;
mod rejection;
mod service;
mod sharing;
mod shown;
