//! Graphs of dependencies: several edges, shared values, optional credentials, alternatives.

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
