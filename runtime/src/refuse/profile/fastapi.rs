use axum_core::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};

use super::{ChallengeStyle, JSON, RefusalDoc, Reject};
use crate::refuse::{Denial, DenialReason};

/// The responses of FastAPI's tutorial "OAuth2 scopes", byte for byte, for services that migrate from FastAPI.
///
/// Every refusal is a 401 with `{"detail":"..."}`, including a missing scope. Only [`forbid`] is a 403, as FastAPI's
/// `HTTPException(status_code=403)`.
///
/// [`forbid`]: crate::AccessToken::forbid
///
/// See [the guide](crate::guide::fastapi).
///
/// ```
/// use scopegate::SecurityScheme;
///
/// #[derive(SecurityScheme)]
/// #[oauth2(password(token_url = "token"), profile = fastapi)]
/// struct OAuth2PasswordBearer;
/// ```
#[derive(Debug, Clone, Copy)]
pub enum FastApi {}

impl Reject for FastApi {
    const CHALLENGE: ChallengeStyle = ChallengeStyle::FastApi;

    const REFUSALS: &'static [RefusalDoc] = &[
        RefusalDoc {
            description: "The access token is missing, not valid, or lacks a required scope.",
            body: &["detail"],
            ..RefusalDoc::UNAUTHORIZED
        },
        RefusalDoc {
            body: &["detail"],
            ..RefusalDoc::UNAVAILABLE
        },
    ];

    fn reject(denial: &Denial) -> Response {
        let body = match denial.reason() {
            DenialReason::MissingCredentials => r#"{"detail":"Not authenticated"}"#,
            DenialReason::InvalidRequest
            | DenialReason::InvalidToken(_)
            | DenialReason::InvalidCredentials
            | DenialReason::Refused => r#"{"detail":"Could not validate credentials"}"#,
            #[cfg(feature = "dpop")]
            DenialReason::InvalidProof(_) => r#"{"detail":"Could not validate credentials"}"#,
            DenialReason::InsufficientScope => r#"{"detail":"Not enough permissions"}"#,
            DenialReason::InsufficientUserAuthentication => r#"{"detail":"Authenticate again"}"#,
            // Other credentials would not help, so there is nothing to challenge.
            DenialReason::Forbidden | DenialReason::CrossSite => {
                return without_challenge(denial, r#"{"detail":"Forbidden"}"#);
            }
            DenialReason::NotFound => {
                return without_challenge(denial, r#"{"detail":"Not Found"}"#);
            }
            DenialReason::Unavailable => {
                let body = r#"{"detail":"Credentials cannot be validated at the moment"}"#;
                return without_challenge(denial, body);
            }
        };
        let headers = [(CONTENT_TYPE, JSON), (WWW_AUTHENTICATE, denial.challenge())];
        (StatusCode::UNAUTHORIZED, headers, body).into_response()
    }
}

fn without_challenge(denial: &Denial, body: &'static str) -> Response {
    (denial.status(), [(CONTENT_TYPE, JSON)], body).into_response()
}
