//! FastAPI's responses, byte for byte.

use super::*;

/// FastAPI's entry for a field that is missing.
fn missing(field: &str) -> String {
    format!(r#"{{"type":"missing","loc":["body","{field}"],"msg":"Field required","input":null}}"#)
}

/// FastAPI's entry for another grant type; `input` is already written as JSON.
fn mismatch(input: &str) -> String {
    format!(
        concat!(
            r#"{{"type":"string_pattern_mismatch","loc":["body","grant_type"],"#,
            r#""msg":"String should match pattern '^password$'","input":{},"ctx":{{"pattern":"^password$"}}}}"#,
        ),
        input
    )
}

#[tokio::test]
async fn username_and_password_are_required() {
    for body in [
        "",
        "username=&password=",
        "grant_type=password&username&scope=me",
    ] {
        assert_fastapi_error(&fastapi(body).await.unwrap_err(), 422, BOTH_MISSING);
    }
    let answer = fastapi("username=u").await.unwrap_err();
    assert_fastapi_error(
        &answer,
        422,
        &format!(r#"{{"detail":[{}]}}"#, missing("password")),
    );
    let answer = fastapi("password=p").await.unwrap_err();
    assert_fastapi_error(
        &answer,
        422,
        &format!(r#"{{"detail":[{}]}}"#, missing("username")),
    );
}

#[tokio::test]
async fn grant_type_may_be_absent_empty_or_password() {
    for (grant_type, read) in [
        ("", None),
        ("grant_type=", None),
        ("grant_type=password", Some("password")),
    ] {
        let form = fastapi(&format!("{grant_type}&username=u&password=p"))
            .await
            .unwrap();
        assert_eq!(form.grant_type.as_deref(), read);
    }
}

#[tokio::test]
async fn another_grant_type_does_not_match_the_pattern() {
    for (sent, input) in [
        ("refresh_token", r#""refresh_token""#),
        ("password+", r#""password ""#),
        ("password%0A", r#""password\n""#),
        ("PASSWORD", r#""PASSWORD""#),
        ("%22%5C%00%C3%A9%7F", "\"\\\"\\\\\\u0000é\u{7f}\""),
    ] {
        let answer = fastapi(&format!("grant_type={sent}&username=u&password=p"))
            .await
            .unwrap_err();
        assert_fastapi_error(
            &answer,
            422,
            &format!(r#"{{"detail":[{}]}}"#, mismatch(input)),
        );
    }
}

#[tokio::test]
async fn every_wrong_field_has_an_entry_in_order() {
    let answer = fastapi("grant_type=x").await.unwrap_err();
    let entries = [mismatch(r#""x""#), missing("username"), missing("password")];
    assert_fastapi_error(
        &answer,
        422,
        &format!(r#"{{"detail":[{}]}}"#, entries.join(",")),
    );
}

#[tokio::test]
async fn a_body_that_is_no_form_lacks_both_fields() {
    for content_type in ["", "application/json", "multipart/form-data; boundary=x"] {
        let request = request(content_type, "username=u&password=p");
        let answer = extract::<FastApi>(request).await.unwrap_err();
        assert_fastapi_error(&answer, 422, BOTH_MISSING);
    }
    let answer = extract::<FastApi>(Request::default()).await.unwrap_err();
    assert_fastapi_error(&answer, 422, BOTH_MISSING);
}

#[tokio::test]
async fn the_last_of_several_parameters_counts() {
    let form = fastapi("username=a&username=b&password=p&password=q")
        .await
        .unwrap();
    assert_eq!((form.username.as_str(), form.password.as_str()), ("b", "q"));
    let answer = fastapi("username=a&username=&password=p")
        .await
        .unwrap_err();
    assert_fastapi_error(
        &answer,
        422,
        &format!(r#"{{"detail":[{}]}}"#, missing("username")),
    );
}

#[tokio::test]
async fn bytes_that_cannot_be_decoded_are_replaced() {
    let request = request(FORM, &b"username=%ff%zz&password=\xff"[..]);
    let form = extract::<FastApi>(request).await.unwrap();
    assert_eq!(
        (form.username.as_str(), form.password.as_str()),
        ("\u{fffd}%zz", "\u{fffd}")
    );
}

#[tokio::test]
async fn a_body_over_the_limit_is_too_large() {
    let mut request = request(FORM, "username=u&password=p");
    DefaultBodyLimit::max(8).apply(&mut request);
    let answer = extract::<FastApi>(request).await.unwrap_err();
    assert_fastapi_error(&answer, 413, r#"{"detail":"Content Too Large"}"#);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_refused() {
    let answer = extract::<FastApi>(broken_request()).await.unwrap_err();
    assert_fastapi_error(
        &answer,
        400,
        r#"{"detail":"There was an error parsing the body"}"#,
    );
}

/// Responses of FastAPI 0.165 with python-multipart 0.0.34 to forms with unusual syntax.
#[tokio::test]
async fn odd_forms_are_read_as_fastapi_reads_them() {
    for (body, username, password) in [
        ("&&username=u&&password=p&", "u", "p"),
        ("=&username=u&password=p", "u", "p"),
        ("username=u&password=p=q", "u", "p=q"),
        ("username=a;b&password=%", "a;b", "%"),
        ("username=+&password=%2B", " ", "+"),
        ("user%6eame=u&password=p", "u", "p"),
        ("grant_type=x&grant_type=&username=u&password=p", "u", "p"),
    ] {
        let form = fastapi(body).await.unwrap();
        let read = (form.username.as_str(), form.password.as_str());
        assert_eq!(read, (username, password), "{body}");
    }
    let answer = fastapi("username=u;password=p").await.unwrap_err();
    let body = format!(r#"{{"detail":[{}]}}"#, missing("password"));
    assert_fastapi_error(&answer, 422, &body);
}
