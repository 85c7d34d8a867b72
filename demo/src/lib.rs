//! FastAPI's tutorial "OAuth2 scopes" in Rust: the same endpoints, the same answers.
//!
//! Read [`auth`] first: it is the heart of the tutorial's page. Then [`users`], [`items`] and
//! [`login`] for the endpoints, [`app`] for how they come together, [`docs`] for the pages that show
//! them. `demo routes` ([`routes`]) shows who may call what.

pub mod app;
pub mod auth;
pub mod config;
pub mod docs;
pub mod error;
pub mod items;
pub mod login;
pub mod passwords;
pub mod routes;
pub mod server;
pub mod slashes;
pub mod turns;
pub mod users;
