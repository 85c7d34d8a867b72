//! The registered claims of a token, as they were read when it was verified.

use std::ops::Range;
use std::time::Duration;

use super::Claims;
use super::payload::Payload;
use super::values::{NumericDate, OneOrMany, Text};

/// The registered claims, for code that has the claims as JSON.
///
/// Almost every request needs some of them: to read the JSON a second time takes longer than all other checks of the claims,
/// and a copy of each would be an allocation.
#[derive(Clone)]
pub(crate) struct Registered {
    pub(crate) iss: Option<Part>,
    pub(crate) sub: Option<Part>,
    pub(crate) jti: Option<Part>,
    client_id: Option<Part>,
    aud: Audience,
    pub(crate) exp: Option<NumericDate>,
    nbf: Option<NumericDate>,
    pub(crate) iat: Option<NumericDate>,
}

/// A string in the claims.
#[derive(Clone)]
pub(crate) enum Part {
    /// A range of the JSON.
    Literal(Range<usize>),
    /// It is no literal part of the JSON: it was written with escapes.
    Copy(Box<str>),
}

#[derive(Clone)]
enum Audience {
    Missing,
    One(Part),
    Many(Box<[Part]>),
}

/// When a token is valid, without the leeway: `exp` and `nbf`, since 1970.
#[derive(Clone, Copy)]
pub(crate) struct Times {
    pub(crate) expiry: Option<Duration>,
    pub(crate) start: Option<Duration>,
}

impl Times {
    pub(super) fn of(exp: Option<NumericDate>, nbf: Option<NumericDate>) -> Self {
        Self {
            expiry: exp.map(NumericDate::since_1970),
            start: nbf.map(NumericDate::since_1970),
        }
    }
}

impl Registered {
    /// The claims that were read of `json`.
    pub(super) fn of(payload: &Payload<'_>, json: &str) -> Self {
        let part = |claim: &Option<Text<'_>>| Some(Part::of(&claim.as_ref()?.0, json));
        Self {
            iss: part(&payload.iss),
            sub: part(&payload.sub),
            jti: part(&payload.jti),
            client_id: part(&payload.client_id),
            aud: match &payload.aud {
                None => Audience::Missing,
                Some(OneOrMany::One(name)) => Audience::One(Part::of(name, json)),
                Some(OneOrMany::Many(names)) => {
                    let names = names.iter().map(|Text(name)| Part::of(name, json));
                    Audience::Many(names.collect())
                }
            },
            exp: payload.exp,
            nbf: payload.nbf,
            iat: payload.iat,
        }
    }

    /// When the token is valid.
    pub(super) fn times(&self) -> Times {
        Times::of(self.exp, self.nbf)
    }

    /// The same as the claims that [`serde`] reads of the JSON.
    pub(super) fn claims(&self, json: &str) -> Claims {
        let text = |part: &Part| part.as_str(json).to_owned();
        let claim = |part: &Option<Part>| part.as_ref().map(text);
        let time = |date: Option<NumericDate>| date.map(|NumericDate(time)| time);
        Claims {
            sub: claim(&self.sub),
            iss: claim(&self.iss),
            aud: match &self.aud {
                Audience::Missing => Vec::new(),
                Audience::One(name) => vec![text(name)],
                Audience::Many(names) => names.iter().map(text).collect(),
            },
            exp: time(self.exp),
            nbf: time(self.nbf),
            iat: time(self.iat),
            jti: claim(&self.jti),
            client_id: claim(&self.client_id),
        }
    }
}

#[cfg(feature = "token_cache")]
impl Registered {
    /// What it takes beside the JSON in memory, together with copies as [`Claims`], in bytes.
    pub(super) fn size(&self, json: &str) -> usize {
        /// What an allocation takes at least.
        const ALLOCATION: usize = 32;

        let names = match &self.aud {
            Audience::Missing => 0,
            Audience::One(_) => 1,
            Audience::Many(names) => names.len(),
        };
        let name = size_of::<Part>() + size_of::<String>() + 2 * ALLOCATION;
        2 * json.len() + names * name
    }
}

impl Part {
    fn of(text: &str, json: &str) -> Self {
        place(text, json).map_or_else(|| Self::Copy(text.into()), Self::Literal)
    }

    /// The string, in the JSON of which it was read.
    pub(crate) fn as_str<'j>(&'j self, json: &'j str) -> &'j str {
        match self {
            Self::Literal(place) => json.get(place.clone()).unwrap_or_default(),
            Self::Copy(text) => text,
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
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    use crate::token::{Claims, VerifiedToken};

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

    /// A claim in one of its spellings, often with a value of the right type.
    fn claim() -> impl Strategy<Value = String> {
        let names = select(vec![
            "sub",
            "iss",
            "aud",
            "jti",
            "client_id",
            "own",
            r"\u0073ub",
            r"a\u0075d",
        ]);
        let texts = select(vec![
            r#""""#,
            r#""johndoe""#,
            r#""sub""#,
            r#""j\u006f""#,
            r#""\ud83d\ude00é""#,
            r#""\"\\""#,
            "null",
        ]);
        let dates = select(vec!["0", "1.5", "1800000000", "1e9", "null", r#""1""#]);
        let text = (names, texts.clone()).prop_map(|(name, text)| format!(r#""{name}": {text}"#));
        let date = (select(vec!["exp", "nbf", "iat"]), dates)
            .prop_map(|(name, date)| format!(r#""{name}":{date}"#));
        let list = (select(vec!["aud", "own"]), vec(texts, 0..3))
            .prop_map(|(name, texts)| format!(r#""{name}":[{}]"#, texts.join(",")));
        prop_oneof![4 => text, 3 => date, 1 => list]
    }

    proptest! {
        #[test]
        fn random_claims_are_those_that_serde_reads(claims in vec(claim(), 0..6)) {
            let json = format!("{{{}}}", claims.join(","));
            if let Ok(token) = VerifiedToken::new("token", &*json) {
                prop_assert_eq!(token.registered(), &token.claims::<Claims>().unwrap());
            }
        }
    }

    #[test]
    fn all_registered_claims_are_kept() {
        let json = r#"{"sub":"s","iss":"i","aud":["a","\u0062"],"exp":9.5,"nbf":1,"iat":2,"jti":"j","client_id":"c"}"#;
        let token = VerifiedToken::new("token", json).unwrap();
        assert_eq!(token.registered(), &serde_json::from_str(json).unwrap());
        let nulls = r#"{"sub":null,"iss":"i","aud":null,"exp":9}"#;
        let token = VerifiedToken::new("token", nulls).unwrap();
        assert_eq!(token.registered(), &serde_json::from_str(nulls).unwrap());
    }
}
