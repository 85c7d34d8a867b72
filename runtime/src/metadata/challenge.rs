use axum_core::response::Response;
use http::header::WWW_AUTHENTICATE;

use crate::challenge::Received;
use crate::refuse::Denial;

/// The parameter with the address of the metadata.
const PARAMETER: &str = "resource_metadata";

/// Adds the address of the metadata to the challenges of a request that a security scheme refused (RFC 9728 section
/// 5.1), unless they have one. Other responses, including those of unprotected services, are unchanged.
pub(crate) fn point_to_metadata(mut response: Response, url: &str) -> Response {
    let Some(denial) = response.extensions().get::<Denial>() else {
        return response;
    };
    let own = denial.scheme().place.challenge_scheme();
    if let http::header::Entry::Occupied(mut challenges) =
        response.headers_mut().entry(WWW_AUTHENTICATE)
    {
        for challenge in challenges.iter_mut() {
            if let Some(received) = Received::parse(challenge)
                && (received.is_for_tokens() || received.is_of(own))
                && !received.has(PARAMETER)
            {
                *challenge = received.with(PARAMETER, url);
            }
        }
    }
    response
}
