//! The headers that a test gives, and who looks at them.

use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue, Request};

use crate::audit::Credential;
use crate::credentials;

pub(super) type Header = (HeaderName, HeaderValue);

/// Of the headers that are `given`, what an alternative needs. `None` if one is missing.
pub(super) fn needed<'h>(way: &[Credential], given: &'h [Header]) -> Option<Vec<&'h Header>> {
    let is_by_token = |credential: &Credential| credential.kind.is_verified();
    let others = || way.iter().filter(|credential| !is_by_token(credential));
    let headers: Vec<_> = given
        .iter()
        .filter(|header| others().any(|credential| is_for(header, credential)))
        .collect();
    let is_given = |credential| headers.iter().any(|header| is_for(header, credential));
    // One header does not hold a token and something else.
    let replaces_a_token =
        way.iter().any(is_by_token) && headers.iter().any(|(name, _)| name == AUTHORIZATION);
    (others().all(is_given) && !replaces_a_token).then_some(headers)
}

/// Whether a request that has the header presents the credentials, be they good or bad.
pub(super) fn is_for((name, value): &Header, credential: &Credential) -> bool {
    let (mut parts, ()) = Request::new(()).into_parts();
    parts.headers.insert(name, value.clone());
    credentials::are_presented(credential.kind, &parts, || false)
}
