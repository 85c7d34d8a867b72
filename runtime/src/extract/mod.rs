//! What functions take: values of the request that carry where in the graph they were taken.

mod access_token;
mod api_key;
mod basic;
mod bearer;
mod secret;
mod security_scopes;

pub use self::access_token::AccessToken;
pub use self::api_key::ApiKey;
pub use self::basic::BasicCredentials;
pub use self::bearer::BearerToken;
pub use self::security_scopes::SecurityScopes;
