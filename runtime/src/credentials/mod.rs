//! Finds the credentials of a request, without verifying them.

mod api_key;
mod authorization;
mod basic;
mod bearer;
mod cross_site;
mod place;

use http::request::Parts;

pub(crate) use self::api_key::find_key;
use self::authorization::Authorization;
use self::basic::BASIC;
pub(crate) use self::basic::{Basic, basic};
use self::bearer::DPOP;
#[cfg(feature = "dpop")]
pub(crate) use self::bearer::dpop;
pub(crate) use self::bearer::{Credentials, Sent, token_in_query};
pub(crate) use self::cross_site::is_forged;
pub(crate) use self::place::{sent_at, token_at};
use crate::scheme::{SchemeKind, TokenPlace};

/// Whether the request presents credentials for a scheme of that kind, whose tokens have this place. Malformed and
/// repeated ones count, too.
///
/// A token that is sent with a proof of possession counts only if such tokens are accepted.
pub(crate) fn are_presented(
    kind: SchemeKind,
    place: TokenPlace,
    parts: &Parts,
    takes_proofs: impl Fn() -> bool,
) -> bool {
    match kind {
        SchemeKind::OAuth2 | SchemeKind::OpenIdConnect { .. }
            if place == TokenPlace::BEARER && is_presented(parts, DPOP) && takes_proofs() =>
        {
            true
        }
        SchemeKind::OAuth2 | SchemeKind::OpenIdConnect { .. } | SchemeKind::HttpBearer { .. } => {
            token_at(place, parts) != Credentials::Missing
        }
        SchemeKind::HttpBasic => is_presented(parts, BASIC),
        SchemeKind::ApiKey { location, name, .. } => {
            !matches!(find_key(parts, location, name), Ok(None))
        }
    }
}

fn is_presented(parts: &Parts, name: &str) -> bool {
    !matches!(
        Authorization::find(&parts.headers, name),
        Authorization::Missing
    )
}
