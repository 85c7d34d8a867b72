//! Other values in place of the dependencies of a router.

use axum::Router;
use axum::middleware::map_request;

use crate::resolve::Overrides;
use crate::routing::SecureRouter;

/// A router whose dependencies can be overridden.
pub trait Overridable {
    /// See [`Overrides::apply`].
    #[doc(hidden)]
    #[must_use]
    fn overridden_by(self, overrides: Overrides) -> Self;
}

impl<S: Clone + Send + Sync + 'static> Overridable for Router<S> {
    fn overridden_by(self, overrides: Overrides) -> Self {
        self.layer(map_request(overrides.insert()))
    }
}

impl<S: Clone + Send + Sync + 'static> Overridable for SecureRouter<S> {
    #[track_caller]
    fn overridden_by(self, overrides: Overrides) -> Self {
        overrides.check_used(&self);
        self.layer(map_request(overrides.insert()))
    }
}

impl Overrides {
    /// The router with what runs instead. Overrides that are applied to the router already, or to one
    /// inside of it, hold as well: of several for one dependency, the innermost.
    ///
    /// # Panics
    /// If no route of a [`SecureRouter`] depends on what is overridden: the test would not test what it
    /// seems to. What an [`unprotected`](SecureRouter::unprotected) part depends on cannot be known.
    #[must_use]
    #[track_caller]
    pub fn apply<R: Overridable>(self, router: R) -> R {
        router.overridden_by(self)
    }

    #[track_caller]
    fn check_used<S: Clone + Send + Sync + 'static>(&self, router: &SecureRouter<S>) {
        let plans = router.listed().routes;
        let plans = plans.iter().map(|route| route.access.plan());
        let Some(plans) = plans.collect::<Option<Vec<_>>>() else {
            return;
        };
        for node in self.nodes() {
            let mut steps = plans.iter().flat_map(|plan| plan.steps);
            // Two functions may have one name at one line, by a macro: only the address tells them apart.
            let is_used = steps.any(|step| std::ptr::eq(step.node, node));
            assert!(
                is_used,
                "no route depends on `{}`, which is overridden",
                node.name
            );
        }
    }
}
