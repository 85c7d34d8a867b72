//! Challenges that are rendered already: by this crate, or by the application.

use http::HeaderValue;

use super::{BEARER, Challenge, DPOP, Parameter};

/// A challenge as it is in a header.
pub(crate) struct Received<'a> {
    scheme: &'a str,
    parameters: &'a str,
}

impl<'a> Received<'a> {
    /// `None` if the value is not text.
    pub(crate) fn parse(value: &'a HeaderValue) -> Option<Self> {
        let text = value.to_str().ok()?;
        let (scheme, parameters) = text.split_once(' ').unwrap_or((text, ""));
        let parameters = parameters.trim();
        Some(Self { scheme, parameters })
    }

    /// Whether it is for a token, with or without a proof of possession.
    pub(crate) fn is_for_tokens(&self) -> bool {
        [BEARER, DPOP].iter().any(|name| self.is_of(name))
    }

    /// Whether it is of this authentication scheme.
    pub(crate) fn is_of(&self, scheme: &str) -> bool {
        self.scheme.eq_ignore_ascii_case(scheme)
    }

    /// The same with an additional parameter.
    pub(crate) fn with(&self, name: &str, value: &str) -> HeaderValue {
        Challenge {
            scheme: self.scheme,
            parameters: &[
                Parameter::Received(self.parameters),
                Parameter::text(name, value),
            ],
        }
        .to_header_value()
    }

    /// Whether there is a parameter with this name. Quoted text is always a value.
    pub(crate) fn has(&self, name: &str) -> bool {
        let (mut rest, mut start) = (self.parameters, true);
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
    use http::HeaderValue;

    use super::Received;

    #[test]
    fn a_parameter_is_told_from_a_value_that_looks_like_one() {
        let has = |parameters: &str| {
            let value = HeaderValue::try_from(format!("Bearer {parameters}")).unwrap();
            Received::parse(&value).unwrap().has("a")
        };
        for parameters in [
            "a=b",
            "A = b",
            r#"x="y", a="b""#,
            r#"x="\"", a=b"#,
            "x=y,a=b",
            "x,a=b",
        ] {
            assert!(has(parameters), "{parameters}");
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
            assert!(!has(parameters), "{parameters}");
        }
    }
}
