//! The claims of an access token.

use std::any::{Any, TypeId};

use serde::de::DeserializeOwned;

use crate::token::{Claims, TokenError, VerifiedToken};

/// Claims as a custom type, or the registered ones, which the token has.
pub(super) enum KeptClaims<C> {
    /// In a box, since a token is moved from function to function.
    Own(Box<C>),
    /// `C` is [`Claims`]: only where this is made, the compiler knows that it has a type ID.
    OfToken {
        view: fn(&Claims) -> &C,
        copy: fn(&Claims) -> C,
    },
}

impl<C: DeserializeOwned + 'static> KeptClaims<C> {
    /// # Errors
    /// [`TokenError::Claims`] if the claims do not fit the type.
    pub(super) fn of(token: &VerifiedToken) -> Result<Self, TokenError> {
        if TypeId::of::<C>() == TypeId::of::<Claims>() {
            let (view, copy) = (Self::view, Self::copy);
            return Ok(Self::OfToken { view, copy });
        }
        token.claims().map(Self::own)
    }

    fn view(claims: &Claims) -> &C {
        let claims = (claims as &dyn Any).downcast_ref();
        claims.unwrap_or_else(|| unreachable!("the types are equal"))
    }

    fn copy(claims: &Claims) -> C {
        let claims: Box<dyn Any> = Box::new(claims.clone());
        let claims = claims.downcast();
        *claims.unwrap_or_else(|_| unreachable!("the types are equal"))
    }
}

impl<C> KeptClaims<C> {
    pub(super) fn own(claims: C) -> Self {
        Self::Own(Box::new(claims))
    }

    pub(super) fn get<'t>(&'t self, token: &'t VerifiedToken) -> &'t C {
        match self {
            Self::Own(claims) => claims,
            Self::OfToken { view, .. } => view(token.registered()),
        }
    }

    pub(super) fn into_inner(self, token: &VerifiedToken) -> C {
        match self {
            Self::Own(claims) => *claims,
            Self::OfToken { copy, .. } => copy(token.registered()),
        }
    }
}
