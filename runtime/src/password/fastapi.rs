//! Refusals of a token endpoint in FastAPI's format.

use axum_core::response::Response;
use http::StatusCode;
use serde::Serialize;

use super::json::json;
use super::{FieldError, FormReading, PasswordFormError, PasswordFormField, PasswordFormProfile};
use crate::refuse::profile::FastApi;

/// Responds with 422 `{"detail":[...]}` with one entry for each missing or invalid field, like FastAPI.
///
/// As in FastAPI, a body that is not a form counts as an empty form: both fields are missing. An incomplete body is
/// 400, and one over the limit, which FastAPI does not have, is 413.
///
/// Three requests are deliberately read differently: duplicate scopes count once, a multipart form is not accepted, and
/// raw non-ASCII bytes, which a form should not contain, are read as UTF-8 instead of Latin-1.
impl PasswordFormProfile for FastApi {
    const READING: FormReading = FormReading::Lenient;

    fn reject(error: PasswordFormError) -> Response {
        match &error {
            PasswordFormError::Fields(errors) => unprocessable(errors),
            PasswordFormError::NotAForm => unprocessable(&[
                FieldError::Missing(PasswordFormField::Username),
                FieldError::Missing(PasswordFormField::Password),
            ]),
            PasswordFormError::TooLarge => refused(error.status(), "Content Too Large"),
            PasswordFormError::Unreadable(_)
            | PasswordFormError::Encoding
            | PasswordFormError::Repeated(_) => {
                refused(error.status(), "There was an error parsing the body")
            }
        }
    }
}

#[derive(Serialize)]
struct ErrorBody<T> {
    detail: T,
}

/// An entry of pydantic's error list. The order of the fields is the order in the JSON.
#[derive(Serialize)]
struct Entry<'a> {
    r#type: &'static str,
    loc: [&'static str; 2],
    msg: &'static str,
    input: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ctx: Option<Pattern>,
}

#[derive(Serialize)]
struct Pattern {
    pattern: &'static str,
}

impl<'a> From<&'a FieldError> for Entry<'a> {
    fn from(error: &'a FieldError) -> Self {
        let loc = ["body", error.field().name()];
        match error {
            FieldError::Missing(_) => Self {
                r#type: "missing",
                loc,
                msg: "Field required",
                input: None,
                ctx: None,
            },
            FieldError::UnsupportedGrantType(grant_type) => Self {
                r#type: "string_pattern_mismatch",
                loc,
                msg: "String should match pattern '^password$'",
                input: Some(grant_type),
                ctx: Some(Pattern {
                    pattern: "^password$",
                }),
            },
        }
    }
}

fn unprocessable(errors: &[FieldError]) -> Response {
    let detail: Vec<Entry<'_>> = errors.iter().map(Entry::from).collect();
    json(StatusCode::UNPROCESSABLE_ENTITY, &ErrorBody { detail })
}

fn refused(status: StatusCode, detail: &'static str) -> Response {
    json(status, &ErrorBody { detail })
}
