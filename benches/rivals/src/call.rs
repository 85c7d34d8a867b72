//! One request to an application, in the process: it is made, answered, and the response dropped.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use axum::Router;
use axum::body::Body;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderValue, Request, Uri};
use tower_service::Service;

use crate::rival;

/// Sends the request once more, and returns the status.
pub(crate) type Call = Box<dyn FnMut() -> u16>;

fn authorization(token: Option<&str>) -> Option<HeaderValue> {
    let value = format!("Bearer {}", token?).into_bytes();
    Some(HeaderValue::from_maybe_shared(value).expect("a token"))
}

/// The result of what never waits.
fn now<T>(answer: impl Future<Output = T>) -> T {
    match pin!(answer).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer,
        Poll::Pending => unreachable!("nothing waits"),
    }
}

/// The result of what may wait, while an application is set up.
pub(crate) fn wait<T>(answer: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(answer)
}

pub(crate) fn axum(mut router: Router, token: Option<&str>) -> Call {
    let (uri, authorization) = (Uri::from_static("/items"), authorization(token));
    Box::new(move || {
        let mut request = Request::new(Body::empty());
        *request.uri_mut() = uri.clone();
        if let Some(authorization) = &authorization {
            request
                .headers_mut()
                .insert(AUTHORIZATION, authorization.clone());
        }
        match now(router.call(request)) {
            Ok(response) => response.status().as_u16(),
        }
    })
}

pub(crate) fn poem(path: &'static str, token: Option<&str>) -> Call {
    use poem::Endpoint;

    let app = rival::poem::app();
    let (uri, authorization) = (Uri::from_static(path), authorization(token));
    Box::new(move || {
        let mut request = poem::Request::default();
        *request.uri_mut() = uri.clone();
        if let Some(authorization) = &authorization {
            request
                .headers_mut()
                .insert(AUTHORIZATION, authorization.clone());
        }
        now(app.get_response(request)).status().as_u16()
    })
}

pub(crate) fn actix(path: &'static str, token: Option<&str>) -> Call {
    use actix_web::dev::Service;
    use actix_web::http::header::{AUTHORIZATION, HeaderValue};
    use actix_web::test::{TestRequest, init_service};

    let app = actix_web::App::new().configure(rival::actix::routes);
    let app = actix_web::rt::System::new().block_on(init_service(app));
    let authorization =
        token.map(|token| HeaderValue::try_from(format!("Bearer {token}")).expect("a token"));
    Box::new(move || {
        let mut request = TestRequest::with_uri(path);
        if let Some(authorization) = &authorization {
            request = request.append_header((AUTHORIZATION, authorization.clone()));
        }
        match now(app.call(request.to_request())) {
            Ok(response) => response.status().as_u16(),
            Err(error) => error.as_response_error().status_code().as_u16(),
        }
    })
}
