use axum::Router;
use axum::body::Body;
use http::Request;
use http::header::{AUTHORIZATION, COOKIE, SEC_WEBSOCKET_PROTOCOL};
use tower_service::Service;

use super::Target;
use super::headers::Header;
use crate::refuse::Denial;
use crate::scheme::TokenPlace;
use crate::testing::Answer;

/// The router's response to one request.
pub(super) async fn call(
    router: &Router,
    target: &Target<'_>,
    token: Option<(&str, &[TokenPlace])>,
    headers: &[&Header],
) -> Answer {
    let mut request = Request::builder().method(target.method).uri(&target.path);
    let mut body = Body::empty();
    if let Some(operation) = target.operation {
        for (name, value) in operation.request.headers() {
            request = request.header(name, value);
        }
        body = operation.request.body().clone().into();
    }
    for (name, value) in headers.iter().filter(|(name, _)| name != COOKIE) {
        request = request.header(name, value);
    }
    let mut cookies: Vec<_> = headers
        .iter()
        .filter(|(name, _)| name == COOKIE)
        .filter_map(|(_, value)| value.to_str().ok().map(str::to_owned))
        .collect();
    if let Some((token, places)) = token {
        for place in places {
            request = match *place {
                TokenPlace::Authorization { scheme } => {
                    request.header(AUTHORIZATION, format!("{scheme} {token}"))
                }
                TokenPlace::Header { name } => request.header(name, token),
                TokenPlace::Subprotocol { name } => {
                    request.header(SEC_WEBSOCKET_PROTOCOL, format!("{name}, {token}"))
                }
                TokenPlace::Cookie { name, .. } => {
                    cookies.push(format!("{name}={token}"));
                    request
                }
            };
        }
    }
    if !cookies.is_empty() {
        request = request.header(COOKIE, cookies.join("; "));
    }
    let request = match request.body(body) {
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
