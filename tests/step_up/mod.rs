//! Step-up authentication (RFC 9470): routes that require of a token how, and how recently, its user was authenticated.

mod combined;
mod declared;
mod properties;
mod refused;
mod service;
mod tokens;
