//! FastAPI's tutorial "OAuth2 scopes" in Rust: the same endpoints, the same answers.
//!
//! In the order of the tutorial's page:
//!
//! | FastAPI's tutorial | here |
//! |---|---|
//! | `fake_users_db` | [`users::fake_users_db`], in a [`database`] |
//! | `Token` | [`scopegate::TokenResponse`] |
//! | `TokenData` | [`auth::TokenData`], in a [`scopegate::AccessToken`] |
//! | `User`, `UserInDB` | [`users::User`], [`users::UserInDb`] |
//! | `oauth2_scheme` | [`auth::OAuth2PasswordBearer`] |
//! | `app` | [`app::router`] |
//! | `verify_password` | [`passwords::verify_password`] |
//! | `get_password_hash` | [`passwords::get_password_hash`] |
//! | `get_user`, `authenticate_user` | [`Users::get_user`](users::Users::get_user), [`Users::authenticate_user`](users::Users::authenticate_user) |
//! | `create_access_token` | [`sessions::create_access_token`], around [`signing::Signing::issue`] |
//! | `get_current_user`, `get_current_active_user` | [`auth::get_current_user`], [`auth::get_current_active_user`] |
//! | `login_for_access_token` | `login_for_access_token` in [`endpoints`] |
//! | `read_users_me`, `read_own_items`, `read_system_status` | [`endpoints::read_users_me`], `read_own_items` in [`endpoints`], [`endpoints::read_system_status`] |
//!
//! Read [`auth`] and [`endpoints`]: they are the tutorial. [`accounts`], [`items`], [`sessions`] and [`signing`] go on where its page
//! ends.
//! [`app`] puts them together, [`docs`] shows them, and the
//! command `demo routes` ([`audit`]) says who may call what.

pub mod accounts;
pub mod add_user;
pub mod app;
pub mod attempts;
pub mod audit;
pub mod auth;
pub mod clients;
pub mod clock;
pub mod config;
pub mod database;
pub mod docs;
pub mod endpoints;
pub mod error;
pub mod input;
pub mod items;
pub mod limits;
pub mod logging;
pub mod metrics;
pub mod operations;
pub mod passwords;
pub mod seed;
pub mod server;
pub mod sessions;
pub mod settings;
pub mod signing;
pub mod slashes;
mod still_valid;
pub mod traces;
pub mod turns;
pub mod users;
