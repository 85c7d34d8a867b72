//! Scopes that functions require of some requests, and callers whom they forbid something.

mod declared;
mod permission;
mod refused;
pub(crate) mod service;
mod templates;
