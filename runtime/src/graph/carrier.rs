//! Where a request carries credentials: which can be present together, and which always are.
//!
//! Two schemes may read the same place. Then the credentials that a request presents to one are also presented to the
//! other; and an `Authorization` header contains one token or a password, never both.

use super::Node;
use super::plan::style;
use crate::const_str::same;
use crate::refuse::profile::ChallengeStyle;
use crate::scheme::{Issuer, KeyLocation, Scheme, SchemeKind, TokenPlace, described_at};

/// The query parameter that RFC 6750 section 2.3 defines for tokens. scopegate does not read tokens from it.
const TOKEN_PARAMETER: &str = "access_token";

/// Whether a request with credentials for `a` also has some for `b`.
pub(super) const fn presents(a: &Scheme, b: &Scheme) -> bool {
    match (a.kind, b.kind) {
        (SchemeKind::HttpBasic, SchemeKind::HttpBasic) => true,
        (
            SchemeKind::ApiKey { location, name, .. },
            SchemeKind::ApiKey {
                location: other_location,
                name: other_name,
                ..
            },
        ) => match (location, other_location) {
            (KeyLocation::Header, KeyLocation::Header) => is_same_header(name, other_name),
            (KeyLocation::Query, KeyLocation::Query)
            | (KeyLocation::Cookie, KeyLocation::Cookie) => same(name, other_name),
            _ => false,
        },
        (_, SchemeKind::ApiKey { location, name, .. }) => presents_as_key(a, location, name),
        (SchemeKind::ApiKey { location, name, .. }, _) => presents_as_key(b, location, name),
        _ => is_token(a) && is_token(b) && is_same_place(a.place, b.place),
    }
}

/// Whether the token of the scheme is also a key at this location.
const fn presents_as_key(scheme: &Scheme, location: KeyLocation, key: &str) -> bool {
    is_token(scheme)
        && match (scheme.place, location) {
            (TokenPlace::Header { name }, KeyLocation::Header) => is_same_header(name, key),
            (TokenPlace::Cookie { name, .. }, KeyLocation::Cookie) => same(name, key),
            _ => false,
        }
}

/// Whether both are the same place: names of headers and authentication schemes are case-insensitive.
pub(crate) const fn is_same_place(a: TokenPlace, b: TokenPlace) -> bool {
    match (a, b) {
        // Both names are case-insensitive (RFC 9110 sections 5.1 and 11.1).
        (TokenPlace::Authorization { scheme: a }, TokenPlace::Authorization { scheme: b })
        | (TokenPlace::Header { name: a }, TokenPlace::Header { name: b }) => is_same_header(a, b),
        (TokenPlace::Cookie { name: a, .. }, TokenPlace::Cookie { name: b, .. })
        | (TokenPlace::Subprotocol { name: a }, TokenPlace::Subprotocol { name: b }) => same(a, b),
        _ => false,
    }
}

/// Whether no request to `handler` can have the credentials for both.
pub(super) const fn excludes(handler: &Node, a: &Scheme, b: &Scheme) -> bool {
    excludes_other(handler, a, b) || excludes_other(handler, b, a) || accept_other_issuers(a, b)
}

/// Whether both require the request's token, and accept no issuer in common.
const fn accept_other_issuers(a: &Scheme, b: &Scheme) -> bool {
    if !a.verifies() || !b.verifies() || !is_same_place(a.place, b.place) {
        return false;
    }
    let (ours, theirs) = (named_issuers(a), named_issuers(b));
    let mut i = 0;
    while i < ours.len() {
        let mut j = 0;
        while j < theirs.len() {
            match (ours.nth(i), theirs.nth(j)) {
                (Some(a), Some(b)) if !is_same_issuer(a, b) => {}
                _ => return false, // The same, or known only at run time.
            }
            j += 1;
        }
        i += 1;
    }
    ours.len() > 0 && theirs.len() > 0
}

/// The issuers whose tokens a scheme accepts, as far as its attribute names them.
#[derive(Clone, Copy)]
enum NamedIssuers {
    Listed(&'static [Issuer]),
    Provider(&'static str),
}

impl NamedIssuers {
    const fn len(self) -> usize {
        match self {
            Self::Listed(issuers) => issuers.len(),
            Self::Provider(_) => 1,
        }
    }

    const fn nth(self, i: usize) -> Option<&'static str> {
        match self {
            Self::Listed(issuers) => match issuers[i] {
                Issuer::Is(issuer) => Some(issuer),
                Issuer::Configured(_) => None,
            },
            Self::Provider(issuer) => Some(issuer),
        }
    }
}

const fn named_issuers(scheme: &Scheme) -> NamedIssuers {
    if scheme.meant.issuers.is_empty()
        && !scheme.meant.has_own_verifier
        && let SchemeKind::OpenIdConnect { url } = scheme.kind
        && let Some(issuer) = described_at(url)
    {
        return NamedIssuers::Provider(issuer);
    }
    NamedIssuers::Listed(scheme.meant.issuers)
}

/// Whether both are the same issuer, ignoring a trailing slash.
const fn is_same_issuer(a: &str, b: &str) -> bool {
    same(without_slash(a), without_slash(b))
}

const fn without_slash(url: &str) -> &str {
    match url.as_bytes() {
        [.., b'/'] => url.split_at(url.len() - 1).0,
        _ => url,
    }
}

const fn excludes_other(handler: &Node, bearer: &Scheme, other: &Scheme) -> bool {
    if !is_token(bearer) {
        return false;
    }
    match other.kind {
        SchemeKind::HttpBasic => matches!(bearer.place, TokenPlace::Authorization { .. }),
        _ if is_token(other) => follow_other_names(bearer, other),
        // A token in a second place is refused (RFC 6750 section 2).
        SchemeKind::ApiKey {
            location: KeyLocation::Query,
            name,
            ..
        } => {
            same(name, TOKEN_PARAMETER) && matches!(style(handler, bearer), ChallengeStyle::Rfc6750)
        }
        _ => false,
    }
}

/// Whether both tokens are in the `Authorization` header, of which a request has one, after different names.
pub(super) const fn follow_other_names(a: &Scheme, b: &Scheme) -> bool {
    matches!(
        (a.place, b.place),
        (
            TokenPlace::Authorization { .. },
            TokenPlace::Authorization { .. }
        )
    ) && !is_same_place(a.place, b.place)
}

/// Names of headers are case-insensitive (RFC 9110 section 5.1).
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

const fn is_token(scheme: &Scheme) -> bool {
    scheme.kind.is_token()
}
