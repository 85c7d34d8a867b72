//! Finds the credentials of a request, without judging what they hold.

mod api_key;
mod authorization;
mod basic;
mod bearer;
mod secret;

use http::request::Parts;

pub use self::api_key::ApiKey;
pub(crate) use self::api_key::find_key;
use self::authorization::Authorization;
use self::basic::BASIC;
pub use self::basic::BasicCredentials;
pub(crate) use self::basic::{Basic, basic};
use self::bearer::BEARER;
pub use self::bearer::BearerToken;
#[cfg(feature = "dpop")]
pub(crate) use self::bearer::dpop;
pub(crate) use self::bearer::{Credentials, bearer, token_in_query};
use crate::scheme::{Scheme, SchemeKind};

/// Whether the request has anything that claims to be credentials for the scheme. Malformed and
/// repeated ones do.
pub(crate) fn are_presented(scheme: &Scheme, parts: &Parts) -> bool {
    let name = match scheme.kind {
        #[cfg(feature = "dpop")]
        SchemeKind::OAuth2 | SchemeKind::OpenIdConnect { .. }
            if dpop(&parts.headers) != Credentials::Missing =>
        {
            return true;
        }
        SchemeKind::OAuth2 | SchemeKind::OpenIdConnect { .. } | SchemeKind::HttpBearer { .. } => {
            BEARER
        }
        SchemeKind::HttpBasic => BASIC,
        SchemeKind::ApiKey { location, name } => {
            return !matches!(find_key(parts, location, name), Ok(None));
        }
    };
    !matches!(
        Authorization::find(&parts.headers, name),
        Authorization::Missing
    )
}
