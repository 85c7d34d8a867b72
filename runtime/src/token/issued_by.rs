//! The issuer of a token.

use std::borrow::Cow;
use std::ops::Range;

use super::values::Text;

/// The issuer of a token, for code that has its claims.
///
/// Every request needs it, and a copy of the name would cost an allocation each time.
#[derive(Clone)]
pub(crate) enum IssuedBy {
    /// Neither the claims nor the verifier name an issuer.
    Unknown,
    /// The claim `iss`, as a range of the claims.
    Claim(Range<usize>),
    /// A name that is not a literal part of the claims.
    Name(Box<str>),
}

impl IssuedBy {
    /// The value of `iss`, which was read from `claims`.
    pub(crate) fn claim(iss: Option<&Text<'_>>, claims: &str) -> Self {
        let Some(Text(issuer)) = iss else {
            return Self::Unknown;
        };
        let place = match issuer {
            Cow::Borrowed(part) => place(part, claims),
            Cow::Owned(_) => None, // It was written with escapes.
        };
        place.map_or_else(|| Self::name(issuer), Self::Claim)
    }

    pub(crate) fn name(issuer: &str) -> Self {
        Self::Name(issuer.into())
    }

    pub(crate) fn as_str<'t>(&'t self, claims: &'t str) -> Option<&'t str> {
        match self {
            Self::Unknown => None,
            Self::Claim(place) => claims.get(place.clone()),
            Self::Name(name) => Some(name),
        }
    }
}

/// The range of `part` in `whole`, if it is a part of it.
fn place(part: &str, whole: &str) -> Option<Range<usize>> {
    let start = part.as_ptr().addr().checked_sub(whole.as_ptr().addr())?;
    let place = start..start.checked_add(part.len())?;
    (whole.get(place.clone()) == Some(part)).then_some(place)
}

#[cfg(test)]
mod tests {
    use crate::token::VerifiedToken;

    fn issuer(claims: &str) -> Option<String> {
        let token = VerifiedToken::new("token", claims).unwrap();
        token.clone().issuer().map(str::to_owned)
    }

    #[test]
    fn the_issuer_is_that_of_the_claims_however_it_is_written() {
        for (claims, expected) in [
            (r#"{"iss":"https://a.example"}"#, Some("https://a.example")),
            (r#"{"x":"https://a.example","iss":"b"}"#, Some("b")),
            (r#"{"iss":"a\u002fb"}"#, Some("a/b")),
            (r#"{"i\u0073s":"ä"}"#, Some("ä")),
            (r#"{"iss":""}"#, Some("")),
            (r#"{"x":{"iss":"a"}}"#, None),
            ("{}", None),
        ] {
            assert_eq!(issuer(claims).as_deref(), expected, "{claims}");
        }
    }
}
