//! The claims of an issued token.

use std::time::Duration;

use serde::Serialize;
use serde_json::{Map, Number, Value};

use super::IssueError;

/// The claims that the issuer writes, in this order.
#[derive(Serialize)]
pub(super) struct Registered<'a> {
    pub(super) sub: &'a str,
    pub(super) scopes: &'a [&'a str],
    pub(super) exp: u64,
    pub(super) iat: Number,
    pub(super) jti: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) iss: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) aud: Option<&'a str>,
}

/// No custom claims.
#[derive(Serialize)]
pub(super) struct None {}

/// Claims that verifiers interpret: those above, and others that grant scopes or bind the token.
const RESERVED: [&str; 11] = [
    "sub", "scopes", "exp", "iat", "jti", "iss", "aud", "nbf", "scope", "scp", "cnf",
];

pub(super) fn whole(time: Duration) -> Number {
    time.as_secs().into()
}

/// A whole number of milliseconds, which parsers of floating-point numbers read without loss.
pub(super) fn milliseconds(time: Duration) -> Number {
    let time = Duration::from_millis(u64::try_from(time.as_millis()).unwrap_or(u64::MAX));
    Number::from_f64(time.as_secs_f64()).unwrap_or_else(|| whole(time))
}

/// Both together as JSON, without duplicate members.
pub(super) fn json(
    registered: &Registered<'_>,
    own: &impl Serialize,
) -> Result<Vec<u8>, IssueError> {
    let own = match serde_json::to_value(own) {
        Ok(Value::Object(own)) => own,
        Ok(_) => return Err(IssueError::Claims),
        Err(error) => return Err(IssueError::Encoding(error.into())),
    };
    if RESERVED.iter().any(|name| own.contains_key(*name)) {
        return Err(IssueError::Claims);
    }
    serde_json::to_vec(&All { registered, own }).map_err(|error| IssueError::Encoding(error.into()))
}

#[derive(Serialize)]
struct All<'a> {
    #[serde(flatten)]
    registered: &'a Registered<'a>,
    #[serde(flatten)]
    own: Map<String, Value>,
}
