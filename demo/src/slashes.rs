//! FastAPI's `redirect_slashes`: `/users/me` leads to `/users/me/`, and `/token/` to `/token`.

use axum::Router;
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::any;

/// Redirects to paths from their twins with, or without, a slash at the end.
pub trait RedirectSlashes {
    /// Adds a redirect to each of `paths`.
    #[must_use]
    fn redirect_slashes(self, paths: impl IntoIterator<Item = &'static str>) -> Self;
}

impl<S: Clone + Send + Sync + 'static> RedirectSlashes for Router<S> {
    fn redirect_slashes(self, paths: impl IntoIterator<Item = &'static str>) -> Self {
        paths.into_iter().fold(self, |router, path| {
            let twin = path
                .strip_suffix('/')
                .map_or_else(|| format!("{path}/"), str::to_owned);
            router.route(&twin, any(async move |uri: Uri| redirect(path, &uri)))
        })
    }
}

/// The target is a path of ours: neither the `Host` of the request nor its path has a say in it.
fn redirect(path: &'static str, uri: &Uri) -> Response {
    let location = uri.query().map(|query| format!("{path}?{query}"));
    match location.map_or_else(|| Ok(HeaderValue::from_static(path)), HeaderValue::try_from) {
        Ok(location) => (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, location)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}
