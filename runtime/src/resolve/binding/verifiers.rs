use std::collections::HashSet;
use std::fmt;

use super::issuers::AcceptedIssuers;
use crate::graph::Node;
use crate::resolve::{Seen, possession};
use crate::scheme::Scheme;
use crate::verify::Verifier;

/// Adds the security schemes of a handler or a level, with their verifiers in a state.
pub(crate) type FindVerifiers<S> = fn(&S, &mut Verifiers);

/// The security schemes of a router, with the verifiers of their tokens in its state.
#[derive(Default)]
pub struct Verifiers {
    /// The addresses of visited nodes.
    visited: HashSet<usize>,
    bound: Vec<Bound>,
}

/// A security scheme with its verifier.
#[derive(Debug, Clone)]
pub(crate) struct Bound {
    pub(crate) scheme: &'static Scheme,
    pub(crate) verifier: Verifier,
}

impl Verifiers {
    /// Whether a node was not visited before.
    pub(in crate::resolve) fn is_new(&mut self, node: &'static Node) -> bool {
        self.visited.insert(address(node))
    }

    /// Adds a scheme.
    pub fn add(&mut self, scheme: &'static Scheme, verifier: Verifier) {
        // A state may return a different verifier each time.
        let known = self
            .bound
            .iter()
            .find(|bound| bound.uses_that_of_the_state());
        let verifier = match known {
            Some(known) if !scheme.meant.has_own_verifier => known.verifier.clone(),
            _ => verifier,
        };
        self.bound.push(Bound { scheme, verifier });
    }

    pub(crate) fn found_by(find: impl FnOnce(&mut Self)) -> Self {
        let mut found = Self::default();
        find(&mut found);
        found
    }

    /// Whether tokens for one of the schemes may be sent with a proof of possession.
    pub(crate) fn take_proofs(&self) -> bool {
        let mut bound = self.bound.iter();
        bound.any(|bound| possession::proofs(&bound.verifier).is_some())
    }

    pub(crate) fn into_bound(self) -> Vec<Bound> {
        self.bound
    }
}

impl Bound {
    /// Whether other schemes may have the same verifier.
    pub(crate) fn uses_that_of_the_state(&self) -> bool {
        !self.scheme.meant.has_own_verifier
    }

    /// The verifier's issuers that the scheme accepts, as far as they are known.
    pub(crate) fn issuers(&self) -> impl Iterator<Item = &str> {
        let accepted =
            AcceptedIssuers::of(self.scheme, &self.verifier, Some(Seen::Only(self.scheme)));
        let issuers = self.verifier.issuers().iter().map(String::as_str);
        issuers.filter(move |issuer| accepted.includes(issuer, self.scheme))
    }
}

/// Nodes are statics.
fn address(node: &'static Node) -> usize {
    std::ptr::from_ref(node).addr()
}

impl fmt::Debug for Verifiers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.bound.iter().map(|bound| bound.scheme.name);
        f.debug_set().entries(names).finish()
    }
}
