//! What a provider says of a token (RFC 7662 section 2.2).

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::provider::FetchError;

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow)]
    active: Option<&'a RawValue>,
}

/// The claims of a token that is active; `None` if it is not, whatever the reason is.
///
/// # Errors
/// `Malformed` if this is no answer.
pub(super) fn active(body: &[u8]) -> Result<Option<String>, FetchError> {
    let text = str::from_utf8(body).map_err(|_| FetchError::Malformed)?;
    let answer: Answer<'_> = serde_json::from_str(text).map_err(|_| FetchError::Malformed)?;
    // Only the very word: a string or a number is no yes.
    let is_active = answer.active.is_some_and(|active| active.get() == "true");
    Ok(is_active.then(|| text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{FetchError, active};

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
                Err(FetchError::Malformed),
                "{body}"
            );
        }
        assert_eq!(
            active(b"{\"active\":true,\"a\":\"\xFF\"}"),
            Err(FetchError::Malformed)
        );
    }
}
