//! The responses of RFC 6749 section 5.2.

use super::*;

#[track_caller]
fn assert_rfc_error(answer: &Answer, status: u16, error: &str, description: &str) {
    let body = format!(r#"{{"error":"{error}","error_description":"{description}"}}"#);
    assert_eq!(answer.body, body);
    assert_eq!(answer.status, status);
    assert_eq!(answer.header("content-type"), "application/json");
    assert!(answer.is_not_stored());
}

#[tokio::test]
async fn grant_type_is_required() {
    for body in ["username=u&password=p", "grant_type=&username=u&password=p"] {
        let answer = rfc(body).await.unwrap_err();
        let description = "the parameter grant_type is missing";
        assert_rfc_error(&answer, 400, "invalid_request", description);
    }
}

#[tokio::test]
async fn another_grant_type_is_unsupported() {
    for body in [
        "grant_type=refresh_token&username=u&password=p",
        "grant_type=Password&username=u&password=p",
    ] {
        let answer = rfc(body).await.unwrap_err();
        let description = "the grant type is not supported";
        assert_rfc_error(&answer, 400, "unsupported_grant_type", description);
    }
    let answer = rfc("grant_type=client_credentials").await.unwrap_err();
    assert!(answer.body.contains("unsupported_grant_type"), "{answer:?}");
}

#[tokio::test]
async fn username_and_password_are_required() {
    for (body, description) in [
        (
            "grant_type=password&password=p",
            "the parameter username is missing",
        ),
        (
            "grant_type=password&username=u&password=",
            "the parameter password is missing",
        ),
        (
            "grant_type=password",
            "the parameter username is missing, the parameter password is missing",
        ),
    ] {
        let answer = rfc(body).await.unwrap_err();
        assert_rfc_error(&answer, 400, "invalid_request", description);
    }
}

#[tokio::test]
async fn a_known_parameter_comes_once() {
    for name in [
        "grant_type",
        "username",
        "password",
        "scope",
        "client_id",
        "client_secret",
    ] {
        let body = format!("{name}=password&{name}=password");
        let answer = rfc(&body).await.unwrap_err();
        let description = format!("the parameter {name} is repeated");
        assert_rfc_error(&answer, 400, "invalid_request", &description);
    }
}

#[tokio::test]
async fn a_repetition_without_a_value_counts_as_omitted() {
    let form = rfc("grant_type=password&username=&username=u&username=&password=p").await;
    assert_eq!(form.unwrap().username, "u");
}

#[tokio::test]
async fn what_is_not_percent_encoded_utf8_is_refused() {
    for password in [&b"%"[..], b"%zz", b"%c3", b"\xff", b"%ff"] {
        let body = [b"grant_type=password&username=u&password=", password].concat();
        let answer = extract::<Rfc6750>(request(FORM, body)).await.unwrap_err();
        let description = "the form is not percent-encoded UTF-8";
        assert_rfc_error(&answer, 400, "invalid_request", description);
    }
}

#[tokio::test]
async fn another_content_type_is_not_a_form() {
    for content_type in [
        "",
        "application/json",
        "multipart/form-data; boundary=x",
        "text/x-www-form-urlencoded",
    ] {
        let request = request(content_type, "grant_type=password&username=u&password=p");
        let answer = extract::<Rfc6750>(request).await.unwrap_err();
        let description = "the body is not of type application/x-www-form-urlencoded";
        assert_rfc_error(&answer, 400, "invalid_request", description);
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_too_large() {
    let mut request = request(FORM, "grant_type=password&username=u&password=p");
    DefaultBodyLimit::max(8).apply(&mut request);
    let answer = extract::<Rfc6750>(request).await.unwrap_err();
    assert_rfc_error(&answer, 413, "invalid_request", "the body is too large");
}

#[tokio::test]
async fn a_body_that_breaks_off_is_refused() {
    let answer = extract::<Rfc6750>(broken_request()).await.unwrap_err();
    assert_rfc_error(
        &answer,
        400,
        "invalid_request",
        "the body could not be read",
    );
}
