use scopegate::SecurityScheme as _;
use utoipa::openapi::security::{Flow, SecurityScheme};
use utoipa::openapi::{OpenApi, RefOr};

use crate::auth::OAuth2PasswordBearer;
use crate::sessions::OFFLINE_ACCESS;

/// The scopes that a login may ask for, with their descriptions: those that operations require, and the one that begins a
/// session.
pub fn requestable_scopes() -> impl Iterator<Item = (&'static str, &'static str)> {
    let declared = OAuth2PasswordBearer::SCHEME.scopes.iter();
    let declared = declared.map(|scope| (scope.name, scope.description));
    declared.chain([(OFFLINE_ACCESS, "Stay logged in: get a refresh token.")])
}

/// Shows all of them, not only those that operations require.
#[must_use]
pub fn with_requestable_scopes(mut document: OpenApi) -> OpenApi {
    let components = document.components.iter_mut();
    for scheme in components.flat_map(|components| components.security_schemes.values_mut()) {
        let RefOr::T(SecurityScheme::OAuth2(scheme)) = scheme else {
            continue;
        };
        for flow in scheme.flows.values_mut() {
            if let Flow::Password(flow) = flow {
                flow.scopes = requestable_scopes().collect();
            }
        }
    }
    document
}
