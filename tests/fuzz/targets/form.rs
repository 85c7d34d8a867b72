//! The password form in both profiles: no body breaks it, and what is read was sent. The first line is the content
//! type.

#![no_main]

use std::collections::HashSet;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use libfuzzer_sys::fuzz_target;
use scopegate::password::PasswordFormProfile;
use scopegate::{FastApi, OAuth2PasswordRequestForm, Rfc6750};
use scopegate_fuzz::block_on;

fn request(content_type: &HeaderValue, body: &[u8]) -> Request {
    let request = Request::post("/token").header(CONTENT_TYPE, content_type);
    request.body(Body::from(body.to_vec())).expect("a request")
}

/// Whether the body has that field with that value, as another reader sees it.
fn was_sent(body: &[u8], name: &str, value: &str) -> bool {
    form_urlencoded::parse(body).any(|(n, v)| n == name && v == value)
}

fn check<P: PasswordFormProfile>(content_type: &HeaderValue, body: &[u8]) -> Option<String> {
    let form = OAuth2PasswordRequestForm::<P>::from_request(request(content_type, body), &());
    match block_on(form) {
        Ok(form) => {
            assert!(!form.username.is_empty() && !form.password.is_empty());
            assert!(was_sent(body, "username", &form.username));
            assert!(was_sent(body, "password", &form.password));
            let mut seen = HashSet::new();
            for scope in &form.scopes {
                assert!(!scope.is_empty() && !scope.contains(char::is_whitespace));
                assert!(seen.insert(scope), "{scope:?} twice");
            }
            form.grant_type.or(Some(String::new()))
        }
        Err(response) => {
            assert!(response.status().is_client_error(), "{}", response.status());
            None
        }
    }
}

fuzz_target!(|data: &[u8]| {
    let at = data
        .iter()
        .position(|byte| *byte == b'\n')
        .unwrap_or(data.len());
    let (content_type, body) = (&data[..at], data.get(at + 1..).unwrap_or_default());
    let Ok(content_type) = HeaderValue::from_bytes(content_type) else {
        return;
    };
    let strict = check::<Rfc6750>(&content_type, body);
    assert!(
        strict.is_none_or(|grant| grant == "password"),
        "another grant passed"
    );
    check::<FastApi>(&content_type, body);
});
