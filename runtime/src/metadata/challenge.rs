use axum_core::response::Response;
use http::HeaderValue;
use http::header::WWW_AUTHENTICATE;

use crate::refuse::Denial;

/// Adds the address of the metadata to the challenges of a request that a security scheme refused (RFC 9728 section
/// 5.1). Other responses, including those of unprotected services, are unchanged.
pub(crate) fn point_to_metadata(mut response: Response, url: &str) -> Response {
    if response.extensions().get::<Denial>().is_none() {
        return response;
    }
    if let http::header::Entry::Occupied(mut challenges) =
        response.headers_mut().entry(WWW_AUTHENTICATE)
    {
        for challenge in challenges.iter_mut() {
            if let Some(extended) = extended(challenge, url) {
                *challenge = extended;
            }
        }
    }
    response
}

/// A challenge for a token, with or without a proof of possession, with the additional parameter unless it already has
/// it.
fn extended(challenge: &HeaderValue, url: &str) -> Option<HeaderValue> {
    let challenge = challenge.to_str().ok()?;
    let (scheme, parameters) = challenge.split_once(' ').unwrap_or((challenge, ""));
    let is_for_tokens = ["Bearer", "DPoP"]
        .iter()
        .any(|name| scheme.eq_ignore_ascii_case(name));
    if !is_for_tokens || has_parameter(parameters, "resource_metadata") {
        return None;
    }
    let comma = if parameters.trim().is_empty() {
        " "
    } else {
        ", "
    };
    let challenge = challenge.trim_end();
    HeaderValue::try_from(format!("{challenge}{comma}resource_metadata=\"{url}\"")).ok()
}

/// Whether there is a parameter with this name. Quoted text is always a value.
fn has_parameter(parameters: &str, name: &str) -> bool {
    let (mut rest, mut start) = (parameters, true);
    loop {
        rest = rest.trim_start_matches([' ', '\t']);
        if start
            && rest
                .split_once('=')
                .is_some_and(|(found, _)| found.trim_end().eq_ignore_ascii_case(name))
        {
            return true;
        }
        let Some(stop) = rest.find(['"', ',']) else {
            return false;
        };
        start = rest[stop..].starts_with(',');
        rest = &rest[stop + 1..];
        if !start {
            rest = after_quotes(rest);
        }
    }
}

/// The rest after a quoted string (RFC 9110 section 5.6.4).
fn after_quotes(text: &str) -> &str {
    let mut escaped = false;
    let end = text.find(|c| {
        let is_end = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        is_end
    });
    end.map_or("", |end| &text[end + 1..])
}

#[cfg(test)]
mod tests {
    use super::has_parameter;

    #[test]
    fn a_parameter_is_told_from_a_value_that_looks_like_one() {
        for parameters in [
            "a=b",
            "A = b",
            r#"x="y", a="b""#,
            r#"x="\"", a=b"#,
            "x=y,a=b",
            "x,a=b",
        ] {
            assert!(has_parameter(parameters, "a"), "{parameters}");
        }
        for parameters in [
            "",
            "b=a",
            r#"x="a=b""#,
            r#"x="y, a=b""#,
            r#"x="\", a=b""#,
            "ba=c",
            r#"x="a="#,
        ] {
            assert!(!has_parameter(parameters, "a"), "{parameters}");
        }
    }
}
