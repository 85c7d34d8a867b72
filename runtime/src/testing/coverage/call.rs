use axum::Router;
use axum::body::Body;
use http::Request;
use http::header::AUTHORIZATION;
use tower_service::Service;

use super::Target;
use super::headers::Header;
use crate::refuse::Denial;
use crate::testing::Answer;

/// The router's response to one request.
pub(super) async fn call(
    router: &Router,
    target: &Target<'_>,
    token: Option<&str>,
    headers: &[&Header],
) -> Answer {
    let mut request = Request::builder().method(target.method).uri(target.path);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    if let Some(token) = token {
        request = request.header(AUTHORIZATION, format!("Bearer {token}"));
    }
    let request = match request.body(Body::empty()) {
        Ok(request) => request,
        Err(error) => return Answer::NotCalled(error.to_string()),
    };
    // A router is always ready.
    match router.clone().call(request).await {
        Ok(response) => Answer::Status {
            status: response.status(),
            denied: response.extensions().get::<Denial>().map(Denial::reason),
        },
        Err(never) => match never {},
    }
}
