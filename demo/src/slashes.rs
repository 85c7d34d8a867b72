//! FastAPI's `redirect_slashes`: `/users/me` leads to `/users/me/`, and `/token/` to `/token`.

use axum::extract::MatchedPath;
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use scopegate::routing::any;
use scopegate::{SecureRouter, security};

/// Redirects to paths from their twins with, or without, a slash at the end.
pub trait RedirectSlashes {
    /// Adds a redirect to each of `paths`, which have no parameters.
    #[must_use]
    fn redirect_slashes(self, paths: impl IntoIterator<Item = &'static str>) -> Self;
}

impl<S: Clone + Send + Sync + 'static> RedirectSlashes for SecureRouter<S> {
    fn redirect_slashes(self, paths: impl IntoIterator<Item = &'static str>) -> Self {
        paths.into_iter().fold(self, |router, path| {
            router.route(&twin(path), any(redirect_to_twin))
        })
    }
}

/// The same path with, or without, a slash at its end.
fn twin(path: &str) -> String {
    path.strip_suffix('/')
        .map_or_else(|| format!("{path}/"), str::to_owned)
}

/// The target is a path of ours: neither the `Host` of the request nor its path has a say in it.
#[security(public)]
async fn redirect_to_twin(route: MatchedPath, uri: Uri) -> Response {
    let path = twin(route.as_str());
    let location = match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path,
    };
    match HeaderValue::try_from(location) {
        Ok(location) => (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, location)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}
