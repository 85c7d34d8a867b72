//! Accounts: how users get one, how passwords are changed, and what administrators see and change.

mod administration;
mod passwords;
mod registration;
pub mod rules;

pub use self::administration::{Account, Change, routes as administration};
pub use self::passwords::{ChangePassword, SetPassword, routes as passwords};
pub use self::registration::{NewUser, REGISTERED_SCOPES, routes as registration};
