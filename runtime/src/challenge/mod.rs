//! Challenges: the values of `WWW-Authenticate` (RFC 9110 section 11.6.1).
//!
//! What a challenge says is typed until [`Challenge::render`], the only place that writes one: at compile time for what
//! the merge prepares, and at run time for all others.

mod received;

use http::HeaderValue;

pub(crate) use self::received::Received;
use crate::const_str::Writer;

/// The authentication scheme of RFC 6750.
pub(crate) const BEARER: &str = "Bearer";

/// The authentication scheme of RFC 9449.
pub(crate) const DPOP: &str = "DPoP";

/// A challenge that is not rendered yet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Challenge<'a> {
    /// The authentication scheme.
    pub(crate) scheme: &'a str,
    /// In the order in which they are sent.
    pub(crate) parameters: &'a [Parameter<'a>],
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Parameter<'a> {
    /// Nothing is sent.
    Absent,
    Named(&'a str, Value<'a>),
    /// Parameters that are rendered already.
    Received(&'a str),
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Value<'a> {
    /// Any text, which is escaped; characters that a header cannot have are omitted.
    Text(&'a str),
    /// Text that needs no escapes, because it was checked where it is declared. The compiler writes it at once.
    Plain(&'a str),
    /// Plain text that the same writer has written before, from a start to an end.
    Written(usize, usize),
}

impl<'a> Parameter<'a> {
    pub(crate) const fn text(name: &'a str, value: &'a str) -> Self {
        Self::Named(name, Value::Text(value))
    }

    pub(crate) const fn plain(name: &'a str, value: &'a str) -> Self {
        Self::Named(name, Value::Plain(value))
    }

    /// Plain text, or nothing if it is empty.
    pub(crate) const fn plain_if_any(name: &'a str, value: &'a str) -> Self {
        if value.is_empty() {
            Self::Absent
        } else {
            Self::plain(name, value)
        }
    }
}

impl Challenge<'_> {
    pub(crate) const fn render(&self, text: &mut Writer<'_>) {
        text.push(self.scheme);
        let mut separator = " ";
        let mut i = 0;
        while i < self.parameters.len() {
            let parameter = self.parameters[i];
            if !parameter.is_nothing() {
                text.push(separator);
                parameter.render(text);
                separator = ", ";
            }
            i += 1;
        }
    }

    pub(crate) fn to_header_value(self) -> HeaderValue {
        let mut measured = Writer::new(&mut []);
        self.render(&mut measured);
        let mut bytes = vec![0; measured.len()];
        self.render(&mut Writer::new(&mut bytes));
        // It has only characters that a header can have.
        HeaderValue::try_from(bytes).unwrap_or(HeaderValue::from_static(BEARER))
    }
}

impl Parameter<'_> {
    const fn is_nothing(self) -> bool {
        match self {
            Self::Absent => true,
            Self::Received(parameters) => parameters.is_empty(),
            Self::Named(..) => false,
        }
    }

    const fn render(self, text: &mut Writer<'_>) {
        match self {
            Self::Absent => {}
            Self::Received(parameters) => text.push(parameters),
            Self::Named(name, value) => {
                text.push(name);
                text.push("=\"");
                match value {
                    Value::Text(value) => push_escaped(text, value),
                    Value::Plain(value) => text.push(value),
                    Value::Written(start, end) => text.repeat(start, end),
                }
                text.push("\"");
            }
        }
    }
}

/// Writes the contents of a quoted string (RFC 9110 section 5.6.4).
const fn push_escaped(text: &mut Writer<'_>, value: &str) {
    let bytes = value.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        let byte = bytes[i];
        if matches!(byte, b'"' | b'\\') {
            text.push("\\");
        }
        if matches!(byte, b' '..=b'~') {
            text.push_ascii(byte);
        }
        i += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::{Challenge, Parameter};

    fn rendered(parameters: &[Parameter<'_>]) -> String {
        let scheme = "Scheme";
        let value = Challenge { scheme, parameters }.to_header_value();
        value.to_str().unwrap().to_owned()
    }

    #[test]
    fn parameters_are_sent_in_their_order_without_those_that_are_absent() {
        let absent = Parameter::Absent;
        let (a, b) = (Parameter::plain("a", "1"), Parameter::plain("b", ""));
        for (parameters, expected) in [
            (&[][..], "Scheme"),
            (&[absent, Parameter::plain_if_any("a", "")], "Scheme"),
            (&[a], r#"Scheme a="1""#),
            (&[absent, a, absent, b], r#"Scheme a="1", b="""#),
            (&[Parameter::Received("c=d"), a], r#"Scheme c=d, a="1""#),
            (&[Parameter::Received(""), a], r#"Scheme a="1""#),
        ] {
            assert_eq!(rendered(parameters), expected);
        }
    }

    #[test]
    fn no_text_can_break_out_of_its_quotes() {
        let value = rendered(&[Parameter::text("a", "a\"b\\\r\nc\u{e9}d\u{7f}")]);
        assert_eq!(value, r#"Scheme a="a\"b\\cd""#);
    }
}
