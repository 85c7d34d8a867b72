//! Replacing the dependencies of a router.

use axum::Router;
use axum::middleware::map_request;

use crate::resolve::{Overrides, RouterState};
use crate::routing::SecureRouter;

/// A router whose dependencies can be overridden.
///
/// See [`Overrides`] for an example.
pub trait Overridable {
    /// See [`Overrides::apply`].
    #[doc(hidden)]
    #[must_use]
    fn overridden_by(self, overrides: Overrides) -> Self;
}

impl<S: RouterState> Overridable for Router<S> {
    fn overridden_by(self, overrides: Overrides) -> Self {
        self.layer(map_request(overrides.insert()))
    }
}

impl<S: RouterState> Overridable for SecureRouter<S> {
    #[track_caller]
    fn overridden_by(self, overrides: Overrides) -> Self {
        overrides.check_used(&self);
        self.layer(map_request(overrides.insert()))
    }
}

impl Overrides {
    /// The router with these overrides. Overrides of the router itself, or of a nested one, still apply: of several for
    /// one dependency, the innermost is used.
    ///
    /// # Panics
    /// If no route of a [`SecureRouter`] depends on what is overridden: the override would have no effect on the test.
    /// The dependencies of an [`unprotected`](SecureRouter::unprotected) part are unknown.
    #[must_use]
    #[track_caller]
    pub fn apply<R: Overridable>(self, router: R) -> R {
        router.overridden_by(self)
    }

    #[track_caller]
    fn check_used<S: RouterState>(&self, router: &SecureRouter<S>) {
        let plans = router.listed().routes;
        let plans = plans.iter().map(|route| route.access.plan());
        let Some(plans) = plans.collect::<Option<Vec<_>>>() else {
            return;
        };
        for node in self.nodes() {
            let mut steps = plans.iter().flat_map(|plan| plan.requirements().steps);
            // A macro can define two functions with the same name on the same line: only the address distinguishes
            // them.
            let is_used = steps.any(|step| std::ptr::eq(step.node, node));
            assert!(
                is_used,
                "no route depends on `{}`, which is overridden",
                node.name
            );
        }
    }
}
