use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use axum_core::extract::FromRef;

use super::Verifier;

/// The verifier of one security scheme, for a state that has several.
///
/// A scheme with the option `verifier = T` verifies its tokens with the `VerifierFor<T>` that the router's state
/// provides, and with no other verifier. `T` is usually the scheme itself; several schemes may name the same type.
///
/// ```
/// use axum::extract::FromRef;
/// use scopegate::{SecurityScheme, Verifier, VerifierFor};
///
/// #[derive(SecurityScheme)]
/// #[oauth2(password(token_url = "token"), scopes("items" = "Read items."))]
/// struct Access;
///
/// #[derive(SecurityScheme)]
/// #[oauth2(password(token_url = "token"), scopes("refresh" = "Log in again."), verifier = Refresh)]
/// struct Refresh;
///
/// #[derive(Clone, FromRef)]
/// struct App {
///     access: Verifier,
///     refresh: VerifierFor<Refresh>,
/// }
///
/// let app = App {
///     access: Verifier::hs256([1; 32])?,
///     refresh: Verifier::hs256([2; 32])?.into(),
/// };
/// # Ok::<(), scopegate::VerifierError>(())
/// ```
pub struct VerifierFor<T: ?Sized> {
    verifier: Verifier,
    of: PhantomData<fn() -> PhantomData<T>>,
}

impl<T: ?Sized> VerifierFor<T> {
    /// Makes `verifier` the verifier of `T`.
    #[must_use]
    pub const fn new(verifier: Verifier) -> Self {
        Self {
            verifier,
            of: PhantomData,
        }
    }

    /// The verifier.
    #[must_use]
    pub const fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    pub(crate) fn into_verifier(self) -> Verifier {
        self.verifier
    }
}

impl<T: ?Sized> From<Verifier> for VerifierFor<T> {
    fn from(verifier: Verifier) -> Self {
        Self::new(verifier)
    }
}

impl<T: ?Sized> Clone for VerifierFor<T> {
    fn clone(&self) -> Self {
        Self::new(self.verifier.clone())
    }
}

/// The state of a router can be `Arc<AppState>`: see [`Verifier`].
impl<S, T: ?Sized> FromRef<Arc<S>> for VerifierFor<T>
where
    Self: FromRef<S>,
{
    fn from_ref(state: &Arc<S>) -> Self {
        Self::from_ref(&**state)
    }
}

/// Shows no key.
impl<T: ?Sized> fmt::Debug for VerifierFor<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("VerifierFor").field(&self.verifier).finish()
    }
}
