//! The contents of a proof: its header and its claims, with the right types. Nothing is compared here.

use serde::de::MapAccess;

use super::DpopError;
use super::jwk::PublicJwk;
use crate::crypto::Algorithm;
use crate::token::TokenError;
use crate::token::json::{Blame, Members, read_object};
use crate::token::values::{NumericDate, Text};

/// The header of RFC 9449 section 4.2. Other references to a key (`kid`, `jku`, `x5c`) are ignored.
pub(super) struct ProofHeader<'a> {
    pub(super) typ: Text<'a>,
    pub(super) algorithm: Algorithm,
    pub(super) jwk: PublicJwk<'a>,
}

impl<'a> ProofHeader<'a> {
    /// # Errors
    /// `Type`, `Algorithm`, `Key` or `Critical` for a member that is missing, unknown or not supported, otherwise
    /// `Malformed`.
    pub(super) fn parse(json: &'a str) -> Result<Self, DpopError> {
        let members: HeaderMembers<'a> = read_object(json).map_err(DpopError::of_part)?;
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

impl<'de> Members<'de> for HeaderMembers<'de> {
    const MAY_BE_NULL: bool = false;

    fn member<A: MapAccess<'de>>(
        &mut self,
        name: &str,
        blame: &Blame,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        match name {
            "typ" => blame.fill(TokenError::Type, &mut self.typ, map)?,
            "alg" => blame.fill(TokenError::Algorithm, &mut self.alg, map)?,
            "jwk" => blame.fill(TokenError::UnknownKey, &mut self.jwk, map)?,
            "crit" | "b64" | "zip" | "enc" => blame.extension()?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// The claims of RFC 9449 section 4.2 that a request to a resource needs. `exp` and `nbf` are checked if a client sets
/// them.
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
    /// `InvalidClaim` for one of the wrong type, otherwise `Malformed`.
    pub(super) fn parse(json: &'a str) -> Result<Self, DpopError> {
        read_object(json).map_err(DpopError::of_part)
    }
}

impl<'de> Members<'de> for ProofClaims<'de> {
    const MAY_BE_NULL: bool = true;

    fn member<A: MapAccess<'de>>(
        &mut self,
        name: &str,
        blame: &Blame,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        let wrong = TokenError::InvalidClaim;
        match name {
            "jti" => blame.fill(wrong("jti"), &mut self.jti, map)?,
            "htm" => blame.fill(wrong("htm"), &mut self.htm, map)?,
            "htu" => blame.fill(wrong("htu"), &mut self.htu, map)?,
            "iat" => blame.fill(wrong("iat"), &mut self.iat, map)?,
            "ath" => blame.fill(wrong("ath"), &mut self.ath, map)?,
            "nonce" => blame.fill(wrong("nonce"), &mut self.nonce, map)?,
            "exp" => blame.fill(wrong("exp"), &mut self.exp, map)?,
            "nbf" => blame.fill(wrong("nbf"), &mut self.nbf, map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}
