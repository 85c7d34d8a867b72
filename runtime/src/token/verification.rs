use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::{TokenError, VerifiedToken};

/// A token that is being verified: await it, or call [`now`](Self::now) for a result that needs no I/O.
///
/// See [`VerifyToken`](super::VerifyToken) for an example.
#[must_use = "a token is not verified before this is awaited"]
pub struct Verification<'v>(State<'v>);

enum State<'v> {
    /// `None` once the result was taken.
    Ready(Option<Answer>),
    Pending(Asking<'v>),
}

type Answer = Result<VerifiedToken, TokenError>;
type Asking<'v> = Pin<Box<dyn Future<Output = Answer> + Send + 'v>>;

impl<'v> Verification<'v> {
    /// A verification whose result is known.
    #[inline]
    pub fn ready(answer: Result<VerifiedToken, TokenError>) -> Self {
        Self(State::Ready(Some(answer)))
    }

    /// A verification that needs I/O, such as a request to a provider or a database query.
    pub fn pending(
        answer: impl Future<Output = Result<VerifiedToken, TokenError>> + Send + 'v,
    ) -> Self {
        Self(State::Pending(Box::pin(answer)))
    }

    /// The result, if no I/O is needed. Always available for secrets and static keys; almost always for fetched keys.
    ///
    /// # Errors
    /// [`TokenError`], which is `Unavailable` if I/O is needed.
    pub fn now(self) -> Result<VerifiedToken, TokenError> {
        match self.0 {
            State::Ready(Some(answer)) => answer,
            State::Ready(None) | State::Pending(_) => Err(TokenError::Unavailable),
        }
    }

    /// The verification, with its result mapped by `then`.
    pub(crate) fn then(self, then: impl FnOnce(Answer) -> Answer + Send + 'v) -> Self {
        match self.0 {
            State::Ready(answer) => Self(State::Ready(answer.map(then))),
            State::Pending(asking) => Self::pending(async move { then(asking.await) }),
        }
    }
}

impl Future for Verification<'_> {
    type Output = Result<VerifiedToken, TokenError>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.get_mut().0 {
            State::Ready(answer) => {
                Poll::Ready(answer.take().unwrap_or(Err(TokenError::Unavailable)))
            }
            State::Pending(asking) => asking.as_mut().poll(context),
        }
    }
}

impl From<Result<VerifiedToken, TokenError>> for Verification<'_> {
    fn from(answer: Result<VerifiedToken, TokenError>) -> Self {
        Self::ready(answer)
    }
}

/// Shows nothing of the token.
impl fmt::Debug for Verification<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verification").finish_non_exhaustive()
    }
}
