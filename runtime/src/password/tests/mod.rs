//! What a token endpoint reads and responds with both profiles.

mod fastapi;
mod reading;
mod rfc6750;
mod token_request;
mod token_response;

use axum_core::{
    body::Body,
    extract::{DefaultBodyLimit, FromRequest, Request},
    response::Response,
};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header::CONTENT_TYPE};
use http_body_util::{BodyExt, Full, Limited};
use proptest::prelude::*;

use super::*;
use crate::refuse::profile::{FastApi, Rfc6750};

const FORM: &str = "application/x-www-form-urlencoded";
const BOTH_MISSING: &str = concat!(
    r#"{"detail":[{"type":"missing","loc":["body","username"],"msg":"Field required","input":null},"#,
    r#"{"type":"missing","loc":["body","password"],"msg":"Field required","input":null}]}"#,
);

/// The parts of a response.
#[derive(Debug, PartialEq)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    async fn of(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Self {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    fn is_not_stored(&self) -> bool {
        self.header("cache-control") == "no-store" && self.header("pragma") == "no-cache"
    }
}

fn request(content_type: &str, body: impl Into<Body>) -> Request {
    let request = http::Request::post("/token").header(CONTENT_TYPE, content_type);
    request.body(body.into()).unwrap()
}

async fn extract<P: PasswordFormProfile>(
    request: Request,
) -> Result<OAuth2PasswordRequestForm<P>, Answer> {
    match OAuth2PasswordRequestForm::from_request(request, &()).await {
        Ok(form) => Ok(form),
        Err(response) => Err(Answer::of(response).await),
    }
}

async fn rfc(body: &str) -> Result<OAuth2PasswordRequestForm, Answer> {
    extract(request(FORM, body.to_owned())).await
}

async fn fastapi(body: &str) -> Result<OAuth2PasswordRequestForm<FastApi>, Answer> {
    extract(request(FORM, body.to_owned())).await
}

#[track_caller]
fn assert_fastapi_error(answer: &Answer, status: u16, body: &str) {
    assert_eq!(answer.body, body);
    assert_eq!(answer.status, status);
    assert_eq!(answer.header("content-type"), "application/json");
}

/// A request whose client disconnects.
fn broken_request() -> Request {
    let body = Limited::new(Full::<Bytes>::from("username=u"), 1);
    request(FORM, Body::new(body.map_err(|_| "connection reset")))
}

/// Any bytes, often such as are almost a form.
fn any_body() -> impl Strategy<Value = Vec<u8>> {
    let parts = proptest::sample::select(vec![
        "username",
        "password",
        "grant_type",
        "scope",
        "client_secret",
        "=",
        "&",
        "+",
        "%",
        "%41",
        "%ff",
        "me",
        "é",
    ]);
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..80),
        proptest::collection::vec(parts, 0..24).prop_map(|parts| parts.concat().into_bytes()),
    ]
}

#[tokio::test]
async fn a_custom_response_can_say_why_the_body_was_not_read() {
    enum Verbose {}

    impl PasswordFormProfile for Verbose {
        const READING: FormReading = FormReading::Strict;

        fn reject(error: PasswordFormError) -> Response {
            let mut cause: &dyn std::error::Error = &error;
            while let Some(source) = cause.source() {
                cause = source;
            }
            Response::new(cause.to_string().into())
        }
    }

    let answer = extract::<Verbose>(broken_request()).await.unwrap_err();
    assert_eq!(answer.body, "connection reset");
}

proptest! {
    #[test]
    fn no_body_leads_to_a_server_error(body in any_body(), content_type in "[ -~]{0,20}", is_form in any::<bool>()) {
        let content_type = if is_form { FORM } else { &content_type };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            if let Err(answer) = extract::<Rfc6750>(request(content_type, body.clone())).await {
                prop_assert_eq!(answer.status, 400);
                prop_assert!(answer.is_not_stored());
                prop_assert!(answer.body.chars().all(|c| c == ' ' || c.is_ascii_graphic() && c != '\\'));
            }
            if let Err(answer) = extract::<FastApi>(request(content_type, body)).await {
                prop_assert_eq!(answer.status, 422);
                prop_assert!(serde_json::from_str::<serde_json::Value>(&answer.body).is_ok());
            }
            Ok(())
        })?;
    }
}
