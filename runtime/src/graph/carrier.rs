//! Where a request carries credentials: what can be there together, and what always is.
//!
//! Two schemes may look at one place. Then what a request presents to one, it presents to the other, too;
//! and one `Authorization` header has a bearer token or a password, and never both.

use super::check::same;
use super::merge::style;
use super::node::Node;
use crate::profile::ChallengeStyle;
use crate::scheme::{KeyLocation, Scheme, SchemeKind};

/// The query parameter that RFC 6750, section 2.3 has for tokens, and that we read none from.
const TOKEN_PARAMETER: &str = "access_token";

/// Whether a request with credentials for `a` has some for `b`.
pub(super) const fn presents(a: &Scheme, b: &Scheme) -> bool {
    match (a.kind, b.kind) {
        (SchemeKind::HttpBasic, SchemeKind::HttpBasic) => true,
        (
            SchemeKind::ApiKey { location, name },
            SchemeKind::ApiKey {
                location: other_location,
                name: other_name,
            },
        ) => match (location, other_location) {
            (KeyLocation::Header, KeyLocation::Header) => is_same_header(name, other_name),
            (KeyLocation::Query, KeyLocation::Query)
            | (KeyLocation::Cookie, KeyLocation::Cookie) => same(name, other_name),
            _ => false,
        },
        _ => is_bearer(a) && is_bearer(b),
    }
}

/// Whether no request to `handler` can have what both ask for.
pub(super) const fn excludes(handler: &Node, a: &Scheme, b: &Scheme) -> bool {
    excludes_other(handler, a, b) || excludes_other(handler, b, a)
}

const fn excludes_other(handler: &Node, bearer: &Scheme, other: &Scheme) -> bool {
    if !is_bearer(bearer) {
        return false;
    }
    match other.kind {
        SchemeKind::HttpBasic => true,
        // A token in a second place is refused (RFC 6750, section 2).
        SchemeKind::ApiKey {
            location: KeyLocation::Query,
            name,
        } => {
            same(name, TOKEN_PARAMETER) && matches!(style(handler, bearer), ChallengeStyle::Rfc6750)
        }
        _ => false,
    }
}

/// Names of headers are case-insensitive (RFC 9110, section 5.1).
const fn is_same_header(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if !a[i].eq_ignore_ascii_case(&b[i]) {
            return false;
        }
        i += 1;
    }
    true
}

const fn is_bearer(scheme: &Scheme) -> bool {
    matches!(
        scheme.kind,
        SchemeKind::OAuth2 | SchemeKind::OpenIdConnect { .. } | SchemeKind::HttpBearer { .. }
    )
}
