//! What a proof says: its header and its claims, of the right types. Nothing is compared here.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use super::DpopError;
use super::jwk::PublicJwk;
use crate::token::parts::{Blame, NumericDate, Text, Unread, read};
use crate::token::{Algorithm, TokenError};

/// The header of RFC 9449 section 4.2. Other ways to name a key (`kid`, `jku`, `x5c`) mean nothing here.
pub(super) struct ProofHeader<'a> {
    pub(super) typ: Text<'a>,
    pub(super) algorithm: Algorithm,
    pub(super) jwk: PublicJwk<'a>,
}

impl<'a> ProofHeader<'a> {
    /// # Errors
    /// `Type`, `Algorithm`, `Key` or `Critical` for what is missing, unknown or not supported, else `Malformed`.
    pub(super) fn parse(json: &'a str) -> Result<Self, DpopError> {
        let blame = Blame::new();
        let members = read(json, HeaderSeed(&blame), &blame).map_err(DpopError::of_part)?;
        let Text(name) = members.alg.ok_or(DpopError::Algorithm)?;
        Ok(Self {
            typ: members.typ.ok_or(DpopError::Type)?,
            algorithm: Algorithm::from_name(&name).ok_or(DpopError::Algorithm)?,
            jwk: members.jwk.ok_or(DpopError::Key)?,
        })
    }
}

#[derive(Default)]
struct HeaderMembers<'a> {
    typ: Option<Text<'a>>,
    alg: Option<Text<'a>>,
    jwk: Option<PublicJwk<'a>>,
}

struct HeaderSeed<'b>(&'b Blame);

impl<'de> DeserializeSeed<'de> for HeaderSeed<'_> {
    type Value = HeaderMembers<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for HeaderSeed<'_> {
    type Value = HeaderMembers<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the header of a DPoP proof")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let Self(blame) = self;
        let mut members = HeaderMembers::default();
        let mut unread = Unread::default();
        while let Some(name) = map.next_key::<Text<'de>>()? {
            match &*name.0 {
                "typ" => blame.fill(TokenError::Type, &mut members.typ, &mut map)?,
                "alg" => blame.fill(TokenError::Algorithm, &mut members.alg, &mut map)?,
                "jwk" => blame.fill(TokenError::UnknownKey, &mut members.jwk, &mut map)?,
                // As in the header of a token.
                "crit" | "b64" | "zip" | "enc" => blame.on(TokenError::Critical, || {
                    Err(A::Error::custom("an extension that is not supported"))
                })?,
                _ => unread.skip(name, &mut map)?,
            }
        }
        unread.finish()?;
        Ok(members)
    }
}

/// The claims of RFC 9449 section 4.2, those that a request to a resource needs. `exp` and `nbf` count where a client
/// has set them.
#[derive(Default)]
pub(super) struct ProofClaims<'a> {
    pub(super) jti: Option<Text<'a>>,
    pub(super) htm: Option<Text<'a>>,
    pub(super) htu: Option<Text<'a>>,
    pub(super) iat: Option<NumericDate>,
    pub(super) ath: Option<Text<'a>>,
    pub(super) nonce: Option<Text<'a>>,
    pub(super) exp: Option<NumericDate>,
    pub(super) nbf: Option<NumericDate>,
}

impl<'a> ProofClaims<'a> {
    /// # Errors
    /// `InvalidClaim` for one of the wrong type, else `Malformed`.
    pub(super) fn parse(json: &'a str) -> Result<Self, DpopError> {
        let blame = Blame::new();
        read(json, ClaimsSeed(&blame), &blame).map_err(DpopError::of_part)
    }
}

struct ClaimsSeed<'b>(&'b Blame);

impl<'de> DeserializeSeed<'de> for ClaimsSeed<'_> {
    type Value = ProofClaims<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ClaimsSeed<'_> {
    type Value = ProofClaims<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the claims of a DPoP proof")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let Self(blame) = self;
        let mut claims = ProofClaims::default();
        let mut unread = Unread::default();
        let wrong = TokenError::InvalidClaim;
        while let Some(name) = map.next_key::<Text<'de>>()? {
            match &*name.0 {
                "jti" => blame.fill(wrong("jti"), &mut claims.jti, &mut map)?,
                "htm" => blame.fill(wrong("htm"), &mut claims.htm, &mut map)?,
                "htu" => blame.fill(wrong("htu"), &mut claims.htu, &mut map)?,
                "iat" => blame.fill(wrong("iat"), &mut claims.iat, &mut map)?,
                "ath" => blame.fill(wrong("ath"), &mut claims.ath, &mut map)?,
                "nonce" => blame.fill(wrong("nonce"), &mut claims.nonce, &mut map)?,
                "exp" => blame.fill(wrong("exp"), &mut claims.exp, &mut map)?,
                "nbf" => blame.fill(wrong("nbf"), &mut claims.nbf, &mut map)?,
                _ => unread.skip(name, &mut map)?,
            }
        }
        unread.finish()?;
        Ok(claims)
    }
}
