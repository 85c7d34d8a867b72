//! Who calls, for several services: a security scheme and dependencies that other crates use.

use axum::http::StatusCode;
use scopegate::{AccessToken, Denial, SecurityScheme, SecurityScopes, dependency};

/// The company's identity provider.
#[derive(Debug, Clone, Copy, SecurityScheme)]
#[oauth2(
    client_credentials(token_url = "https://id.example.com/token"),
    scopes("me" = "Read your profile.", "items" = "Read items.")
)]
pub struct Company;

/// A caller.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The subject of the token.
    pub name: String,
}

/// The caller that the token names.
///
/// # Errors
/// 401 if it names none.
#[dependency(depends = Company)]
pub async fn get_caller(token: AccessToken) -> Result<Caller, Denial> {
    let name = token.claims().sub.clone().ok_or_else(|| token.deny())?;
    Ok(Caller { name })
}

/// Dependencies in a module.
pub mod active {
    use super::{Caller, SecurityScopes, StatusCode, dependency, get_caller};

    /// The caller, unless it was disabled.
    ///
    /// # Errors
    /// 400 if it was.
    #[dependency(scopes = ["me"], depends = get_caller)]
    pub fn get_active_caller(caller: Caller, scopes: SecurityScopes) -> Result<Caller, StatusCode> {
        if caller.name.is_empty() || scopes.scopes().is_empty() {
            return Err(StatusCode::BAD_REQUEST);
        }
        Ok(caller)
    }
}
