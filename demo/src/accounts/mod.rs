//! Accounts: how users get one, and what administrators see and change.

mod administration;
mod registration;
pub mod rules;

pub use self::administration::{Account, Change, routes as administration};
pub use self::registration::{NewUser, REGISTERED_SCOPES, routes as registration};
