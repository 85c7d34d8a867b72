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
/// #[dependency(depends = OAuth2, permission = "note:owner", not_found)]
/// fn own_note(token: AccessToken, Path(id): Path<u32>) -> Result<Note, NotPermitted> {
///     let user = token.into_claims().sub;
///     let note = find(id).filter(|note| Some(&note.owner) == user.as_ref());
///     note.ok_or(NotPermitted)
/// }
/// ```
///
/// An error type of your own can contain it: return the response of `NotPermitted` in its `IntoResponse`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the caller may not access the object")]
pub struct NotPermitted;

/// Marks a response for the function's declaration to decide.
#[derive(Clone)]
struct Undecided;

/// A plain 403, for a function outside of a handler's graph: the guard of a handler replaces it.
impl IntoResponse for NotPermitted {
    fn into_response(self) -> Response {
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
