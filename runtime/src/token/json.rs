//! Strict readers for the JSON of a token: no repeated member, no number that cannot be a date.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::TokenError;
use super::values::{Text, Unread};

/// Reads one JSON document with `seed`. On failure, the error is the current one of `blame`: it names the claim being
/// read and contains none of its content.
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

/// An object of which some members are read and the rest is skipped. No member may be repeated.
pub(crate) trait Members<'de>: Default {
    /// Whether a member that is `null` counts as missing, although it may still not be repeated. If not, `null` is a
    /// value of the wrong type.
    const MAY_BE_NULL: bool;

    /// Reads the value of a member if it is a known one, and returns whether it is.
    ///
    /// # Errors
    /// If it is repeated, or of the wrong type: `blame` distinguishes them.
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
/// The error in `blame` where a member is wrong, otherwise `Malformed`.
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

/// An object that is being read, in place: it is large, and every request has two.
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
                // A `null` fills no slot, so a second member with its name would go unnoticed otherwise.
                unread.0.push(name);
            }
        }
        if self.blame.null.get() {
            self.members.found_null();
        }
        unread.finish()
    }
}

/// The error to report if reading fails now.
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

    /// Makes `error` the reported one until `read` has succeeded.
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

    /// Reads a member's value into `slot`, which stays empty if the value is `null` and that is allowed. A second
    /// member with that name is `Malformed`, a value of the wrong type is `error`.
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

    /// Refuses an extension: none is supported, and some change the meaning of a token's parts.
    pub(crate) fn extension<E: Error>(&self) -> Result<(), E> {
        self.on(TokenError::Critical, || {
            Err(E::custom("an extension that is not supported"))
        })
    }
}

/// The claims without those that are `null`, so that their readers can treat them as missing.
///
/// # Errors
/// `Malformed` if this is not a JSON object.
pub(crate) fn without_nulls(claims: &str) -> Result<String, TokenError> {
    let read = serde_json::from_str(claims);
    let mut claims: serde_json::Map<_, _> = read.map_err(|_| TokenError::Malformed)?;
    claims.retain(|_, value: &mut serde_json::Value| !value.is_null());
    serde_json::to_string(&claims).map_err(|_| TokenError::Malformed)
}
