//! The demo over HTTP: both tables of the tutorial's observable behaviour, byte for byte, and the
//! process itself.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod accounts;
mod api;
mod attack;
mod client;
#[cfg(target_os = "linux")]
mod connections;
mod credentials;
mod endings;
mod forge;
mod forgeries;
#[cfg(unix)]
mod hang_up;
mod items;
mod late_bodies;
mod login;
#[cfg(unix)]
mod operations;
mod passwords;
#[cfg(unix)]
mod process;
mod routing;
mod scopes;
#[cfg(unix)]
mod server;
mod sessions;
#[cfg(target_os = "linux")]
mod settings;
#[cfg(unix)]
mod signing;
#[cfg(unix)]
mod storage;
#[allow(unreachable_pub, reason = "other tests have it as well")]
#[path = "../support/mod.rs"]
mod support;
mod table;
#[cfg(all(unix, feature = "opentelemetry"))]
mod traces;
