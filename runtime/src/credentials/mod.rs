//! Finds the credentials of a request, without verifying them.

mod api_key;
mod authorization;
mod basic;
mod bearer;

use http::request::Parts;

pub(crate) use self::api_key::find_key;
use self::authorization::Authorization;
use self::basic::BASIC;
pub(crate) use self::basic::{Basic, basic};
#[cfg(feature = "dpop")]
pub(crate) use self::bearer::dpop;
use self::bearer::{BEARER, DPOP};
pub(crate) use self::bearer::{Credentials, bearer, token_in_query};
use crate::scheme::SchemeKind;

/// Whether the request presents credentials for a scheme of that kind. Malformed and repeated ones count, too.
///
/// A token that is sent with a proof of possession counts only if such tokens are accepted.
pub(crate) fn are_presented(
    kind: SchemeKind,
    parts: &Parts,
    takes_proofs: impl Fn() -> bool,
) -> bool {
    let name = match kind {
        SchemeKind::OAuth2 | SchemeKind::OpenIdConnect { .. }
            if is_presented(parts, DPOP) && takes_proofs() =>
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
    is_presented(parts, name)
}

fn is_presented(parts: &Parts, name: &str) -> bool {
    !matches!(
        Authorization::find(&parts.headers, name),
        Authorization::Missing
    )
}
