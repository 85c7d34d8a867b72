//! What services of scopegate do, over HTTP.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod attacks;
mod cached;
mod dpop;
mod http;
mod levels;
mod log;
mod metadata;
mod mtls;
mod observed;
mod operations;
mod recorder;
mod remote;
mod required;
mod schemes;
mod step_up;
mod testing;
