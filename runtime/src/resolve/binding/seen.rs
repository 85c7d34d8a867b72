//! Information from a router for its schemes.

use axum::extract::Request;
use http::Extensions;

use crate::scheme::Scheme;

/// Which security schemes use the verifier of a router's state, as far as the router knows. It is in the extensions of
/// requests if a scheme needs it.
///
/// Outside of a [`SecureRouter`](crate::SecureRouter), it is unknown.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Seen {
    /// It is the only one.
    Only(&'static Scheme),
    Several,
}

impl Seen {
    pub(crate) fn in_extensions(extensions: &Extensions) -> Option<Self> {
        extensions.get().copied()
    }

    /// Adds what a router has seen to what outer routers have.
    pub(crate) fn mark(self, mut request: Request) -> Request {
        self.mark_extensions(request.extensions_mut());
        request
    }

    /// The same for the extensions of a request.
    pub(crate) fn mark_extensions(self, extensions: &mut Extensions) {
        let outer = Self::in_extensions(extensions);
        extensions.insert(self.and(outer));
    }

    fn and(self, other: Option<Self>) -> Self {
        match (self, other) {
            (_, None) => self,
            (Self::Only(a), Some(Self::Only(b))) if a.is(b) => self,
            _ => Self::Several,
        }
    }

    /// The result for these schemes, which may contain duplicates.
    pub(crate) fn among(schemes: impl IntoIterator<Item = &'static Scheme>) -> Option<Self> {
        let seen = schemes.into_iter().map(Self::Only);
        seen.fold(None, |known, one| Some(one.and(known)))
    }
}
