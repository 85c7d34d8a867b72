//! The headers that a test sets, and the schemes that read them.

use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue, Request};

use crate::audit::Credential;
use crate::credentials;
use crate::scheme::TokenPlace;

pub(super) type Header = (HeaderName, HeaderValue);

/// The headers of `given` that an alternative requires. `None` if one is missing.
pub(super) fn needed<'h>(
    alternative: &[Credential],
    given: &'h [Header],
) -> Option<Vec<&'h Header>> {
    let is_by_token = |credential: &Credential| credential.kind.is_verified();
    let others = || {
        alternative
            .iter()
            .filter(|credential| !is_by_token(credential))
    };
    let headers: Vec<_> = given
        .iter()
        .filter(|header| others().any(|credential| is_for(header, credential)))
        .collect();
    let is_given = |credential| headers.iter().any(|header| is_for(header, credential));
    // A header cannot contain a token and other credentials.
    let is_in_authorization = |credential: &Credential| {
        is_by_token(credential) && matches!(credential.place, TokenPlace::Authorization { .. })
    };
    let replaces_a_token = alternative.iter().any(is_in_authorization)
        && headers.iter().any(|(name, _)| name == AUTHORIZATION);
    (others().all(is_given) && !replaces_a_token).then_some(headers)
}

/// Whether the header carries these credentials, valid or not.
pub(super) fn is_for((name, value): &Header, credential: &Credential) -> bool {
    let (mut parts, ()) = Request::new(()).into_parts();
    parts.headers.insert(name, value.clone());
    credentials::are_presented(credential.kind, credential.place, &parts, || false)
}
