//! Schemes beside OAuth2: what they find, what they refuse, how they are challenged and documented.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod documented;
mod found;
mod implied;
mod issuers;
mod one_name;
mod service;
