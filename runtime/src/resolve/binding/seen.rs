//! Information from a router for its schemes.

use std::sync::Arc;

use axum::extract::Request;
use http::Extensions;

use crate::scheme::Scheme;
use crate::verify::Verifier;

/// Which security schemes use the verifier of a router's state, as far as the router knows.
///
/// Outside of a [`SecureRouter`](crate::SecureRouter), it is unknown.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Seen {
    /// It is the only one.
    Only(&'static Scheme),
    Several,
}

impl Seen {
    fn and(self, other: Option<Self>) -> Self {
        match (self, other) {
            (_, None) => self,
            (Self::Only(a), Some(Self::Only(b))) if a.is(b) => self,
            _ => Self::Several,
        }
    }

    /// The result for these schemes, which may contain duplicates.
    pub(crate) fn among(schemes: impl IntoIterator<Item = &'static Scheme>) -> Option<Self> {
        Self::all(schemes.into_iter().map(Self::Only))
    }

    fn all(seen: impl IntoIterator<Item = Self>) -> Option<Self> {
        let seen = seen.into_iter();
        seen.fold(None, |known, one| Some(one.and(known)))
    }
}

/// What was seen of one verifier.
#[derive(Debug, Clone)]
pub(crate) struct Sighting {
    /// `None` if the router has no state yet: it may be any.
    pub(crate) verifier: Option<Verifier>,
    pub(crate) seen: Seen,
}

impl Sighting {
    fn is_of(&self, verifier: &Verifier) -> bool {
        let known = self.verifier.as_ref();
        known.is_some_and(|known| known.is(verifier))
    }
}

/// What the routers around a handler have seen. It is in the extensions of requests if a scheme needs it.
#[derive(Debug, Clone)]
pub(crate) struct Sightings(Arc<[Sighting]>);

impl Sightings {
    pub(crate) fn of(found: Vec<Sighting>) -> Option<Self> {
        (!found.is_empty()).then(|| Self(found.into()))
    }

    /// What they have seen of this verifier. A state that returns a different one each time cannot be told from others:
    /// then all count, if `needs_any`.
    pub(crate) fn of_verifier(
        extensions: &Extensions,
        verifier: &Verifier,
        needs_any: bool,
    ) -> Option<Seen> {
        let Self(all) = extensions.get()?;
        let all_count = needs_any && !all.iter().any(|one| one.is_of(verifier));
        let counts = |one: &&Sighting| all_count || one.verifier.is_none() || one.is_of(verifier);
        Seen::all(all.iter().filter(counts).map(|one| one.seen))
    }

    /// Adds what a router has seen to what outer routers have.
    pub(crate) fn mark(&self, mut request: Request) -> Request {
        self.mark_extensions(request.extensions_mut());
        request
    }

    /// The same for the extensions of a request.
    pub(crate) fn mark_extensions(&self, extensions: &mut Extensions) {
        let all = match extensions.get::<Self>() {
            None => self.clone(),
            Some(Self(outer)) => Self([outer, &*self.0].concat().into()),
        };
        extensions.insert(all);
    }
}
