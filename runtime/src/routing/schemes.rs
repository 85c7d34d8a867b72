//! The issuers whose tokens a router's security schemes accept.

use std::future::ready;

use axum::Router;
use axum::middleware::map_request;

use super::SecureRouter;
use crate::graph::Plan;
use crate::resolve::{Bound, RouterState, Seen, Sighting, Sightings, Verifiers};
use crate::scheme::Scheme;

impl<S: RouterState> SecureRouter<S> {
    /// The security schemes of handlers and levels, with their verifiers in this state.
    pub(super) fn find_verifiers(&self, state: &S) -> Vec<Bound> {
        let mut found = Verifiers::default();
        let levels = self.levels.iter().map(|level| &level.verifiers);
        for find in self.verifiers.iter().chain(levels) {
            find(state, &mut found);
        }
        found.into_bound()
    }

    /// Takes over the schemes of a part of this router.
    pub(super) fn adopt_schemes(&mut self, part: &mut Self) {
        self.verifiers.append(&mut part.verifiers);
        self.verifiers
            .extend(part.levels.iter().map(|level| level.verifiers));
        self.bound.append(&mut part.bound);
    }

    /// What requests must know about the schemes whose verifiers are not known yet.
    pub(super) fn seen_without_state(&self) -> Option<Sighting> {
        let routes = self.routes.iter().filter(|route| !route.has_state);
        let plans = routes.filter_map(|route| route.access.plan());
        let schemes = plans.flat_map(Plan::schemes);
        let schemes: Vec<_> = schemes.filter(|it| it.shares_its_verifier()).collect();
        let names_nobody = |scheme: &&Scheme| scheme.meant.issuers.is_empty();
        let seen = Seen::among(schemes.iter().copied());
        let seen = seen.filter(|_| schemes.iter().any(names_nobody));
        let verifier = None;
        seen.map(|seen| Sighting { verifier, seen })
    }
}

/// The router, which adds what it has seen to its requests.
pub(super) fn with_seen_schemes<S: RouterState>(
    router: Router<S>,
    seen: Vec<Sighting>,
) -> Router<S> {
    match Sightings::of(seen) {
        None => router,
        Some(seen) => router.layer(map_request(move |request| ready(seen.mark(request)))),
    }
}
