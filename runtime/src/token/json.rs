//! Strict readers for the JSON inside a token: no member twice, no number that cannot be a date.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;
use std::time::Duration;

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::TokenError;

/// Reads one JSON document with `seed`. A failure is what `blame` says at that moment, so that an error
/// names the claim being read without carrying any of its content.
pub(crate) fn read<'de, S: DeserializeSeed<'de>>(
    json: &'de str,
    seed: S,
    blame: &Blame,
) -> Result<S::Value, TokenError> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let value = seed
        .deserialize(&mut deserializer)
        .map_err(|_| blame.error())?;
    deserializer.end().map_err(|_| TokenError::Malformed)?;
    Ok(value)
}

/// An object of which some members are read, no member is there twice, and the rest is skipped.
pub(crate) trait Members<'de>: Default {
    /// Whether a member that is `null` is one that is not there, except that it may not be there twice. If not, `null` is
    /// a value of the wrong type.
    const MAY_BE_NULL: bool;

    /// Reads the value of a member, and says whether it is one that is read.
    ///
    /// # Errors
    /// If it is there twice, or of the wrong type: `blame` says which of the two.
    fn member<A: MapAccess<'de>>(
        &mut self,
        name: &str,
        blame: &Blame,
        map: &mut A,
    ) -> Result<bool, A::Error>;

    /// Called once if a member is `null`.
    fn found_null(&mut self) {}
}

/// Reads one JSON object.
///
/// # Errors
/// What `blame` says where a member is wrong, else `Malformed`.
pub(crate) fn read_object<'de, M: Members<'de>>(json: &'de str) -> Result<M, TokenError> {
    let (mut blame, mut members) = (Blame::new(), M::default());
    blame.may_be_null = M::MAY_BE_NULL;
    let object = Object {
        blame: &blame,
        members: &mut members,
    };
    read(json, object, &blame)?;
    Ok(members)
}

/// An object on the way to be read, in place: it is large, and every request has two.
struct Object<'o, M> {
    blame: &'o Blame,
    members: &'o mut M,
}

impl<'de, M: Members<'de>> DeserializeSeed<'de> for Object<'_, M> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, M: Members<'de>> Visitor<'de> for Object<'_, M> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut unread = Unread::default();
        while let Some(name) = map.next_key::<Text<'de>>()? {
            if !self.members.member(&name.0, self.blame, &mut map)? {
                let is_null = unread.skip_value(name, &mut map)?;
                self.blame.null.set(self.blame.null.get() || is_null);
            } else if self.blame.null.get() {
                // A `null` fills no slot, so that a second member of its name would not be noticed otherwise.
                unread.0.push(name);
            }
        }
        if self.blame.null.get() {
            self.members.found_null();
        }
        unread.finish()
    }
}

/// What is at fault if reading fails now.
pub(crate) struct Blame {
    error: Cell<TokenError>,
    may_be_null: bool,
    /// Whether a member was `null`.
    null: Cell<bool>,
}

impl Blame {
    pub(crate) const fn new() -> Self {
        Self {
            error: Cell::new(TokenError::Malformed),
            may_be_null: false,
            null: Cell::new(false),
        }
    }

    fn error(&self) -> TokenError {
        self.error.get()
    }

    /// Makes `error` the reason until `read` has succeeded.
    pub(crate) fn on<T, E>(
        &self,
        error: TokenError,
        read: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        self.error.set(error);
        let value = read()?;
        self.error.set(TokenError::Malformed);
        Ok(value)
    }

    /// Reads a member's value into `slot`, which stays empty if it is `null` and may be. A second member of that name is
    /// malformed, a value of the wrong type is `error`.
    pub(crate) fn fill<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
        &self,
        error: TokenError,
        slot: &mut Option<T>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        if slot.is_some() {
            return Err(A::Error::custom("repeated member"));
        }
        if !self.may_be_null {
            *slot = Some(self.on(error, || map.next_value())?);
            return Ok(());
        }
        *slot = self.on(error, || map.next_value())?;
        if slot.is_none() {
            self.null.set(true);
        }
        Ok(())
    }

    /// Refuses an extension: none is understood, and some change what the parts of a token mean.
    pub(crate) fn extension<E: Error>(&self) -> Result<(), E> {
        self.on(TokenError::Critical, || {
            Err(E::custom("an extension that is not supported"))
        })
    }
}

/// A JSON string, borrowed unless it has escapes.
#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(transparent)]
pub(crate) struct Text<'a>(#[serde(borrow)] pub(crate) Cow<'a, str>);

/// A JSON string or a list of strings.
pub(super) enum OneOrMany<'a> {
    One(Cow<'a, str>),
    Many(Vec<Text<'a>>),
}

impl OneOrMany<'_> {
    pub(super) fn any(&self, accept: impl Fn(&str) -> bool) -> bool {
        match self {
            Self::One(text) => accept(text),
            Self::Many(texts) => texts.iter().any(|text| accept(&text.0)),
        }
    }
}

impl<'de> Deserialize<'de> for OneOrMany<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = OneOrMany<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or a list of strings")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(OneOrMany::One(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(OneOrMany::One(Cow::Owned(text.to_owned())))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = seq.next_element()? {
                    texts.push(text);
                }
                Ok(OneOrMany::Many(texts))
            }
        }

        deserializer.deserialize_any(Either)
    }
}

/// A `NumericDate` of RFC 7519 section 2: seconds since 1970, perhaps with a fraction. Negative and
/// infinite ones are refused, so that no arithmetic on it can go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NumericDate(pub(crate) Duration);

impl<'de> Deserialize<'de> for NumericDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seconds;

        impl Visitor<'_> for Seconds {
            type Value = NumericDate;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number of seconds, not negative")
            }

            fn visit_u64<E>(self, seconds: u64) -> Result<Self::Value, E> {
                Ok(NumericDate(Duration::from_secs(seconds)))
            }

            fn visit_f64<E: Error>(self, seconds: f64) -> Result<Self::Value, E> {
                Duration::try_from_secs_f64(seconds)
                    .map(NumericDate)
                    .map_err(E::custom)
            }
        }

        // Not `deserialize_any`: with serde_json's `arbitrary_precision` that one gives a map.
        deserializer.deserialize_f64(Seconds)
    }
}

/// The claims without those that are `null`, so that what reads them need not know that these are not there.
///
/// # Errors
/// `Malformed` if this is not a JSON object.
pub(super) fn without_nulls(claims: &str) -> Result<String, TokenError> {
    let read = serde_json::from_str(claims);
    let mut claims: serde_json::Map<_, _> = read.map_err(|_| TokenError::Malformed)?;
    claims.retain(|_, value: &mut serde_json::Value| !value.is_null());
    serde_json::to_string(&claims).map_err(|_| TokenError::Malformed)
}

/// The names of the members that nobody reads, to find a repeated one.
#[derive(Default)]
pub(crate) struct Unread<'a>(Vec<Text<'a>>);

impl<'a> Unread<'a> {
    /// Skips the member's value, which must be free of repeated members as well.
    pub(crate) fn skip<A: MapAccess<'a>>(
        &mut self,
        name: Text<'a>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        self.skip_value(name, map).map(drop)
    }

    /// As [`skip`](Self::skip). Returns whether the value is `null`.
    fn skip_value<A: MapAccess<'a>>(
        &mut self,
        name: Text<'a>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        self.0.push(name);
        let value = map.next_value::<Option<Skipped>>()?;
        Ok(value.is_none())
    }

    /// Sorts, so that an object made of thousands of members costs no quadratic search.
    pub(crate) fn finish<E: Error>(mut self) -> Result<(), E> {
        self.0.sort_unstable();
        if self.0.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(E::custom("repeated member"));
        }
        Ok(())
    }
}

/// Any JSON value without repeated members. Only a string is kept.
pub(super) enum Any<'a> {
    Text(Cow<'a, str>),
    Other,
}

impl<'de> Deserialize<'de> for Any<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Any<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value without repeated members")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Any::Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Any::Text(Cow::Owned(text.to_owned())))
            }

            fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
                Ok(Any::Other)
            }

            fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
                Ok(Any::Other)
            }

            fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
                Ok(Any::Other)
            }

            fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
                Ok(Any::Other)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
                Skipped.visit_seq(seq).map(|_| Any::Other)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                Skipped.visit_map(map).map(|_| Any::Other)
            }
        }

        deserializer.deserialize_any(Either)
    }
}

/// Any JSON value without repeated members, read and dropped.
struct Skipped;

impl<'de> Deserialize<'de> for Skipped {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for Skipped {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value without repeated members")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self, A::Error> {
        while seq.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self, A::Error> {
        let mut members = Unread::default();
        while let Some(name) = map.next_key()? {
            members.skip(name, &mut map)?;
        }
        members.finish()?;
        Ok(self)
    }
}
