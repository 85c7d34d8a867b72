//! The state of a request while its handler's graph is resolved.

use std::any::Any;
use std::cell::LazyCell;
use std::fmt;

use http::request::Parts;

use super::{Dependency, Resolved};
use crate::credentials;
use crate::graph::{Kind, Requirement, Slot};
use crate::refuse::{DenialReason, Refusal};
use crate::resolve::binding::Verifiers;
use crate::token::VerifiedToken;

/// A request whose handler's dependencies are being resolved.
///
/// It keeps the values that several functions receive. A handler without shared values needs no allocation for it.
pub struct Call<'r> {
    parts: &'r mut Parts,
    values: Vec<Option<Box<dyn Any + Send>>>,
}

/// The result of a dependency.
type Kept<D> = Result<Resolved<<D as Dependency>::Returned>, Refusal>;

/// The result of verifying a token.
type Authentication = Result<VerifiedToken, DenialReason>;

impl<'r> Call<'r> {
    /// A request without results yet.
    pub fn new(parts: &'r mut Parts) -> Self {
        Self {
            parts,
            values: Vec::new(),
        }
    }

    /// The request, for extractors.
    pub fn parts(&mut self) -> &mut Parts {
        self.parts
    }

    /// The value of the dependency `D`, if it has already run for this request.
    ///
    /// # Errors
    /// With the feature `testing`, if an override refuses the request.
    #[inline] // Most values are not kept: so that is found out without a call.
    pub fn known<D: Dependency>(
        &mut self,
        at: Requirement,
    ) -> Result<Option<Resolved<D::Returned>>, Refusal> {
        #[cfg(feature = "testing")]
        if super::overrides::is_overridden(self.parts, at.node()) {
            return self.overridden::<D>(at);
        }
        self.kept::<D>(at)
    }

    #[inline]
    fn kept<D: Dependency>(
        &self,
        at: Requirement,
    ) -> Result<Option<Resolved<D::Returned>>, Refusal> {
        match at.slot() {
            None => Ok(None),
            Some(slot) => self.kept_in::<D>(slot),
        }
    }

    #[inline(never)]
    fn kept_in<D: Dependency>(&self, slot: Slot) -> Result<Option<Resolved<D::Returned>>, Refusal> {
        match self.value::<Kept<D>>(slot) {
            Some(Ok(known)) => Ok(D::CLONE.map(|clone| known.duplicate(clone))),
            Some(Err(refusal)) => Err(refusal.clone()),
            None => Ok(None),
        }
    }

    /// An override may read scopes even if `D` does not, and is then not shared.
    #[cfg(feature = "testing")]
    fn overridden<D: Dependency>(
        &mut self,
        at: Requirement,
    ) -> Result<Option<Resolved<D::Returned>>, Refusal> {
        let may_share = !at.is_shared_regardless_of_scopes();
        if may_share && let Some(known) = self.kept::<D>(at)? {
            return Ok(Some(known));
        }
        let new = super::overrides::overridden::<D>(self.parts, at).transpose();
        match new {
            Some(new) if may_share => self.keep::<D>(at, new).map(Some),
            new => new.transpose(),
        }
    }

    /// Returns the result of a dependency, and keeps it for later dependants: a refusal is kept, too.
    ///
    /// # Errors
    /// If it refuses the request.
    #[inline]
    pub fn keep<D: Dependency>(
        &mut self,
        at: Requirement,
        outcome: Result<Resolved<D::Returned>, Refusal>,
    ) -> Result<Resolved<D::Returned>, Refusal> {
        if let Some(slot) = at.slot() {
            self.keep_in::<D>(slot, &outcome);
        }
        outcome
    }

    #[inline(never)]
    fn keep_in<D: Dependency>(
        &mut self,
        slot: Slot,
        outcome: &Result<Resolved<D::Returned>, Refusal>,
    ) {
        let kept: Option<Kept<D>> = match outcome {
            Ok(resolved) => D::CLONE.map(|clone| Ok(resolved.duplicate(clone))),
            Err(refusal) => Some(Err(refusal.clone())),
        };
        if let Some(kept) = kept {
            self.put(slot, kept);
        }
    }

    /// Whether the request has credentials, valid or not, for any scheme at or below `at`. `find_verifiers` adds the
    /// schemes there with their verifiers, which determine whether tokens may be sent with proofs of possession.
    #[must_use]
    pub fn presents(&self, at: Requirement, find_verifiers: impl FnOnce(&mut Verifiers)) -> bool {
        let takes_proofs = LazyCell::new(|| Verifiers::found_by(find_verifiers).take_proofs());
        at.any_descendant(|node| {
            #[cfg(feature = "testing")]
            if super::overrides::is_overridden(self.parts, node) {
                return Some(super::overrides::asks_for_credentials(node));
            }
            match node.kind {
                Kind::Scheme(scheme) => {
                    let takes_proofs = || *takes_proofs;
                    Some(credentials::are_presented(
                        scheme.kind,
                        scheme.place,
                        self.parts,
                        takes_proofs,
                    ))
                }
                _ => None,
            }
        })
    }

    /// The result for the token of the scheme at `at`, if it was already verified.
    #[inline]
    pub(crate) fn token(&self, at: Requirement) -> Option<Authentication> {
        self.value::<Authentication>(at.token_slot()?).cloned()
    }

    /// Keeps the result for a token, so that it is verified once, whether it is valid or not.
    #[inline]
    pub(crate) fn keep_token(&mut self, at: Requirement, known: Authentication) -> Authentication {
        if let Some(slot) = at.token_slot() {
            self.put(slot, known.clone());
        }
        known
    }

    fn value<T: Any>(&self, slot: Slot) -> Option<&T> {
        self.values.get(slot.index)?.as_deref()?.downcast_ref()
    }

    fn put<T: Any + Send>(&mut self, slot: Slot, value: T) {
        if self.values.is_empty() {
            self.values.resize_with(slot.of, || None);
        }
        if let Some(place) = self.values.get_mut(slot.index) {
            *place = Some(Box::new(value));
        }
    }
}

/// Shows nothing of the request or the values: they are secrets.
impl fmt::Debug for Call<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;
    use crate::graph::{Edge, Location, Node, Plan};
    use crate::scheme::Scheme;

    static SCHEME: Scheme = Scheme::named("Scheme", &[]);
    static SCHEME_NODE: Node = node(1, Kind::Scheme(&SCHEME), &[]);
    static HANDLER: Node = node(
        2,
        Kind::Handler,
        &[
            Edge {
                scopes: &["a"],
                ..Edge::to(&SCHEME_NODE)
            },
            Edge {
                cache: false,
                ..Edge::to(&SCHEME_NODE)
            },
        ],
    );

    const fn node(line: u32, kind: Kind, edges: &'static [Edge]) -> Node {
        Node {
            name: "node",
            location: Location::new("", "", line, [0, 0], 0),
            edges,
            ..Node::new(kind)
        }
    }

    #[test]
    fn a_token_is_verified_once_for_a_request_whatever_is_required_of_it() {
        let plan = Box::leak(Box::new(Plan::below(&[], &HANDLER).unwrap()));
        let (mut parts, ()) = Request::new(()).into_parts();
        let mut call = Call::new(&mut parts);
        let at = |edge| plan.root().child(edge);
        assert!(call.token(at(0)).is_none());
        let known = call.keep_token(at(0), Err(DenialReason::Refused));
        assert_eq!(known.err(), Some(DenialReason::Refused));
        for edge in [0, 1] {
            let known = call.token(at(edge)).unwrap();
            assert_eq!(known.err(), Some(DenialReason::Refused));
        }
    }
}
