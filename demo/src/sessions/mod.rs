//! Sessions: logins that are continued with refresh tokens, and that can be ended before their tokens expire.

mod endpoints;
mod refresh;
mod revoked;
mod store;

pub use self::endpoints::{Revoke, routes};
pub use self::refresh::RefreshToken;
pub use self::revoked::Revoked;
pub use self::store::{Sessions, create_access_token};

/// The scope with which a client asks for a refresh token (`OpenID` Connect Core 1.0 section 11). No operation requires it.
pub const OFFLINE_ACCESS: &str = "offline_access";
