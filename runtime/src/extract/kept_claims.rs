//! The claims of an access token.

use std::any::{Any, TypeId};
use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::token::{Claims, TokenError, VerifiedToken};

/// Claims as a custom type, or the registered ones, which requests with the same token share.
pub(super) enum KeptClaims<C> {
    Own(C),
    Shared {
        claims: Arc<Claims>,
        /// `C` is [`Claims`]: only where this is made, the compiler knows that it has a type ID.
        view: fn(&Claims) -> &C,
        copy: fn(&Claims) -> C,
    },
}

impl<C: DeserializeOwned + 'static> KeptClaims<C> {
    pub(super) fn of(token: &VerifiedToken) -> Result<Self, TokenError> {
        let are_registered = TypeId::of::<C>() == TypeId::of::<Claims>();
        match are_registered.then(|| token.shared_claims()).flatten() {
            Some(claims) => Ok(Self::Shared {
                claims: claims?,
                view: Self::view,
                copy: Self::copy,
            }),
            None => token.claims().map(Self::Own),
        }
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
    pub(super) fn get(&self) -> &C {
        match self {
            Self::Own(claims) => claims,
            Self::Shared { claims, view, .. } => view(claims),
        }
    }

    pub(super) fn into_inner(self) -> C {
        match self {
            Self::Own(claims) => claims,
            Self::Shared { claims, copy, .. } => copy(&claims),
        }
    }
}
