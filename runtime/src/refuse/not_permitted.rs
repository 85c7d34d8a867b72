use axum_core::response::{IntoResponse, Response};
use http::StatusCode;

use super::{Denial, DenialReason};
use crate::graph::Requirement;

/// The caller may not access the object: the error of a function that decides about one, and names that with
/// `permission = "..."`.
///
/// The response has the form of the security scheme or the handler: 403, or 404 if the function declares `not_found`, so
/// that nobody learns which objects exist. There is no challenge, because no other scopes would help.
///
/// ```
/// use axum::extract::Path;
/// use scopegate::{AccessToken, NotPermitted, SecurityScheme, dependency};
///
/// #[derive(SecurityScheme)]
/// #[oauth2(password(token_url = "token"))]
/// struct OAuth2;
///
/// #[derive(Clone)]
/// struct Note {
///     owner: String,
/// }
///
/// fn find(_id: u32) -> Option<Note> {
///     None // from a database
/// }
///
/// #[dependency(depends = OAuth2)]
/// fn current_user(token: AccessToken) -> String {
///     token.into_claims().sub.unwrap_or_default()
/// }
///
/// #[dependency(depends = current_user, permission = "note:owner", not_found)]
/// fn own_note(user: String, Path(id): Path<u32>) -> Result<Note, NotPermitted> {
///     find(id).filter(|note| note.owner == user).ok_or(NotPermitted)
/// }
/// ```
///
/// It depends on a function and not on the scheme, so that the scopes are checked before.
///
/// An error type of your own implements `From<NotPermitted>`, and returns [`response`](Self::response) in its
/// `IntoResponse`. `NotPermitted` itself is not a response: only the declaration says which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the caller may not access the object")]
pub struct NotPermitted;

/// Marks a response for the function's declaration to decide.
#[derive(Clone)]
struct Undecided;

impl NotPermitted {
    /// The response, for the `IntoResponse` of an error type that contains this: what the function with `permission`
    /// declares. Elsewhere, such as in a handler, it is a bare 403.
    #[must_use]
    pub fn response(self) -> Response {
        let mut response = StatusCode::FORBIDDEN.into_response();
        response.extensions_mut().insert(Undecided);
        response
    }
}

/// The response as the function at `at` declares it, if it is a [`NotPermitted`].
pub(super) fn decided(response: Response, at: Requirement) -> Response {
    if response.extensions().get::<Undecided>().is_none() {
        return response;
    }
    let reason = if at.node().not_found {
        DenialReason::NotFound
    } else {
        DenialReason::Forbidden
    };
    match at.first_scheme() {
        Some(scheme) => Denial::new(reason, scheme).into_response(),
        None if at.node().not_found => StatusCode::NOT_FOUND.into_response(),
        None => response,
    }
}
