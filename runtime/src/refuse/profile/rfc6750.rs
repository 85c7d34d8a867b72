use axum_core::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};

use super::{JSON, RefusalDoc, Reject};
use crate::refuse::{Denial, DenialReason};

/// The default profile, as RFC 6750 section 3 and RFC 9470 section 3 require.
///
/// | reason | status | `error` |
/// |---|---|---|
/// | no credentials | 401 | none in the challenge, `unauthorized` in the body |
/// | two `Authorization` headers, a token in the header and in the query | 400 | `invalid_request` |
/// | an invalid token | 401 | `invalid_token` |
/// | a user who was authenticated too long ago, or not in a required way | 401 | `insufficient_user_authentication` |
/// | a missing scope | 403 | `insufficient_scope` |
/// | a caller who may not, or a page of another site | 403 | no challenge, `access_denied` in the body |
/// | an unavailable provider | 503 with `Retry-After` | no challenge, `temporarily_unavailable` in the body |
///
/// The body is `{"error":"...","error_description":"..."}`.
///
/// A custom type can use it for all refusals but some:
///
/// ```
/// use axum::http::StatusCode;
/// use axum::response::{IntoResponse, Response};
/// use scopegate::{Denial, DenialReason, Reject, Rfc6750};
///
/// /// Does not reveal what exists to callers without the scopes.
/// enum Hidden {}
///
/// impl Reject for Hidden {
///     fn reject(denial: &Denial) -> Response {
///         match denial.reason() {
///             DenialReason::InsufficientScope => StatusCode::NOT_FOUND.into_response(),
///             _ => Rfc6750::reject(denial),
///         }
///     }
/// }
/// ```
#[derive(Debug, Clone, Copy)]
pub enum Rfc6750 {}

impl Reject for Rfc6750 {
    const REFUSALS: &'static [RefusalDoc] = &[
        RefusalDoc {
            status: 400,
            description: "The request carries more than one access token.",
            ..RefusalDoc::UNAUTHORIZED
        },
        RefusalDoc::UNAUTHORIZED,
        RefusalDoc::FORBIDDEN,
        RefusalDoc::UNAVAILABLE,
    ];

    fn reject(denial: &Denial) -> Response {
        let error = match denial.reason() {
            // RFC 6750 defines no code for this: the challenge must not have one, but the body needs one.
            DenialReason::MissingCredentials => "unauthorized",
            DenialReason::InvalidRequest => "invalid_request",
            DenialReason::InsufficientScope => "insufficient_scope",
            DenialReason::InsufficientUserAuthentication => "insufficient_user_authentication",
            // Other credentials would not help, so there is nothing to challenge.
            DenialReason::Forbidden | DenialReason::CrossSite => {
                return without_challenge(denial, "access_denied");
            }
            DenialReason::NotFound => return without_challenge(denial, "not_found"),
            DenialReason::Unavailable => {
                return without_challenge(denial, "temporarily_unavailable");
            }
            _ if !denial.is_about_a_token() => "unauthorized",
            #[cfg(feature = "dpop")]
            DenialReason::InvalidProof(error) => error.code(),
            DenialReason::InvalidToken(_)
            | DenialReason::InvalidCredentials
            | DenialReason::Refused => "invalid_token",
        };
        let challenge = [(WWW_AUTHENTICATE, denial.challenge())];
        (challenge, without_challenge(denial, error)).into_response()
    }
}

fn without_challenge(denial: &Denial, error: &str) -> Response {
    let description = denial.description();
    // Both texts are constants that need no escapes in JSON.
    let body = format!(r#"{{"error":"{error}","error_description":"{description}"}}"#);
    (denial.status(), [(CONTENT_TYPE, JSON)], body).into_response()
}
