use axum_core::response::Response;
use http::HeaderValue;
use http::header::WWW_AUTHENTICATE;

use crate::denial::Denial;

/// Adds the address of the metadata to the challenges of a request that a security scheme refused (RFC 9728,
/// section 5.1). Other responses, those of unprotected services among them, stay as they are.
pub(crate) fn point_to_metadata(mut response: Response, url: &str) -> Response {
    if response.extensions().get::<Denial>().is_none() {
        return response;
    }
    if let http::header::Entry::Occupied(mut challenges) =
        response.headers_mut().entry(WWW_AUTHENTICATE)
    {
        for challenge in challenges.iter_mut() {
            if let Some(extended) = extended(challenge, url) {
                *challenge = extended;
            }
        }
    }
    response
}

/// A challenge for a token, with a proof of possession or without, with one parameter more, unless it has that already.
fn extended(challenge: &HeaderValue, url: &str) -> Option<HeaderValue> {
    let challenge = challenge.to_str().ok()?;
    let (scheme, parameters) = challenge.split_once(' ').unwrap_or((challenge, ""));
    let is_for_tokens = ["Bearer", "DPoP"]
        .iter()
        .any(|name| scheme.eq_ignore_ascii_case(name));
    if !is_for_tokens || parameters.contains("resource_metadata=") {
        return None;
    }
    let comma = if parameters.trim().is_empty() {
        " "
    } else {
        ", "
    };
    let challenge = challenge.trim_end();
    HeaderValue::try_from(format!("{challenge}{comma}resource_metadata=\"{url}\"")).ok()
}
