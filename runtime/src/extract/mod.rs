//! Values that functions take: data of the request, with the place in the graph at which it was extracted.

#[macro_use]
mod refused;

mod access_token;
mod api_key;
mod basic;
mod bearer;
mod declared;
mod kept_claims;
mod secret;
mod security_scopes;

pub use self::access_token::AccessToken;
pub use self::api_key::ApiKey;
pub use self::basic::BasicCredentials;
pub use self::bearer::BearerToken;
pub use self::declared::{DeclaredScope, RequiredScope};
pub use self::security_scopes::SecurityScopes;
