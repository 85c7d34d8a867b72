//! The kit for users' own tests: overrides, tokens, direct calls.

mod coverage;
mod direct;
mod overrides;
mod reach;
mod service;
mod tokens;
