use http::HeaderMap;
use http::header::AUTHORIZATION;

/// The `Authorization` header's content for an authentication scheme.
pub(super) enum Authorization<'h> {
    /// Nothing that names the scheme.
    Missing,
    /// The text after the name of the scheme. A header value need not be UTF-8.
    Rest(&'h [u8]),
    /// Several headers: choosing one would be a guess.
    Repeated,
}

impl<'h> Authorization<'h> {
    /// The name is case-insensitive, and ends at a space (RFC 9110 section 11.1).
    #[inline] // Every request pays for it: the name is known to each caller.
    pub(super) fn find(headers: &'h HeaderMap, scheme: &str) -> Self {
        let mut values = headers.get_all(AUTHORIZATION).iter();
        let value = match (values.next(), values.next()) {
            (None, _) => return Self::Missing,
            (Some(value), None) => value.as_bytes(),
            (Some(_), Some(_)) => return Self::Repeated,
        };
        match value.split_at_checked(scheme.len()) {
            Some((name, rest @ ([] | [b' ', ..])))
                if name.eq_ignore_ascii_case(scheme.as_bytes()) =>
            {
                Self::Rest(rest)
            }
            _ => Self::Missing,
        }
    }
}
