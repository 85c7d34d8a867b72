//! The response to an introspection request (RFC 7662 section 2.2).

use std::borrow::Cow;

use bytes::Bytes;
use http::{Response, StatusCode};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::provider::{FetchError, FetchErrorKind};

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow)]
    active: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Failure<'a> {
    #[serde(borrow)]
    error: Cow<'a, str>,
}

/// The claims of an active token; `None` if it is not active, for any reason.
///
/// # Errors
/// `Malformed` or `Status` if this is not a valid response.
pub(super) fn read(response: &Response<Bytes>) -> Result<Option<String>, FetchError> {
    match response.status() {
        StatusCode::OK => active(response.body()),
        StatusCode::BAD_REQUEST if is_unsupported(response.body()) => Ok(None),
        status => Err(FetchErrorKind::Status(status.as_u16()).into()),
    }
}

/// Whether the provider does not support tokens of this kind (RFC 7009 section 2.2.1): some report that here, too, and
/// anyone can send such a token.
fn is_unsupported(body: &[u8]) -> bool {
    let failure = serde_json::from_slice(body);
    failure.is_ok_and(|failure: Failure<'_>| failure.error == "unsupported_token_type")
}

fn active(body: &[u8]) -> Result<Option<String>, FetchError> {
    let text =
        str::from_utf8(body).map_err(|error| FetchError::new(FetchErrorKind::Malformed, error))?;
    let answer: Answer<'_> = serde_json::from_str(text).map_err(|error| {
        // Only the place: the text of the error may quote a claim.
        let cause = format!("at line {} column {}", error.line(), error.column());
        FetchError::new(FetchErrorKind::Malformed, cause)
    })?;
    // Only the literal `true`: a string or a number is not accepted.
    let is_active = answer.active.is_some_and(|active| active.get() == "true");
    Ok(is_active.then(|| text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{Bytes, FetchError, FetchErrorKind, Response};

    fn active(body: &[u8]) -> Result<Option<String>, FetchErrorKind> {
        super::active(body).map_err(|error| error.kind())
    }

    #[test]
    fn an_error_quotes_nothing_of_the_answer() {
        let error = super::active(br#""a secret""#).unwrap_err();
        assert!(!format!("{error:?}").contains("secret"), "{error:?}");
    }

    #[test]
    fn only_true_is_active() {
        let token = r#"{"active":true,"sub":"johndoe"}"#;
        assert_eq!(active(token.as_bytes()), Ok(Some(token.to_owned())));
        for body in [
            "{}",
            r#"{"active":false}"#,
            r#"{"active":"true"}"#,
            r#"{"active":1}"#,
            r#"{"active":null}"#,
            r#"{"active":[true]}"#,
            r#"{"Active":true}"#,
        ] {
            assert_eq!(active(body.as_bytes()), Ok(None), "{body}");
        }
    }

    #[test]
    fn what_is_no_answer_says_nothing() {
        for body in [
            "",
            "true",
            "[]",
            "<html>",
            r#"{"active":true"#,
            r#"{"active":true,"active":true}"#,
        ] {
            assert_eq!(
                active(body.as_bytes()),
                Err(FetchErrorKind::Malformed),
                "{body}"
            );
        }
        assert_eq!(
            active(b"{\"active\":true,\"a\":\"\xFF\"}"),
            Err(FetchErrorKind::Malformed)
        );
    }

    #[test]
    fn a_token_of_a_kind_that_the_provider_does_not_know_is_not_active() {
        let read = |status, body| {
            let response = Response::builder().status(status);
            let response = response.body(Bytes::from_static(body)).unwrap();
            super::read(&response).map_err(|error: FetchError| error.kind())
        };
        let unsupported = br#"{"error":"unsupported_token_type","error_description":"a"}"#;
        assert_eq!(read(400, unsupported), Ok(None));
        for (status, body) in [
            (400, &br#"{"error":"invalid_request"}"#[..]),
            (400, br#"{"active":true}"#),
            (400, b""),
            (401, unsupported),
            (500, unsupported),
            (201, br#"{"active":true}"#),
        ] {
            assert_eq!(read(status, body), Err(FetchErrorKind::Status(status)));
        }
    }
}
