//! A router that can be built again.

use std::sync::Arc;

use crate::resolve::Level;

/// A router of axum, and the steps by which it came about.
///
/// What a level requires is bound to each handler, inside of all middleware, so that no middleware can take it
/// away. But levels may be known only after middleware was put around the handlers: then the router is built
/// again.
pub(super) struct Blueprint<R, S> {
    /// The router below no level.
    router: R,
    steps: Vec<Step<R, S>>,
}

/// Adds something to a router below levels, outermost first.
type Step<R, S> = Arc<dyn Fn(R, &[Level<S>]) -> R + Send + Sync>;

impl<R: Clone + Default + 'static, S: 'static> Blueprint<R, S> {
    /// A router that no level will be above.
    pub(super) fn finished(router: R) -> Self
    where
        R: Send + Sync,
    {
        let mut blueprint = Self::default();
        blueprint.add(move |_, _| router.clone());
        blueprint
    }

    /// # Panics
    /// If the step does.
    #[track_caller]
    pub(super) fn add(&mut self, step: impl Fn(R, &[Level<S>]) -> R + Send + Sync + 'static) {
        self.router = step(std::mem::take(&mut self.router), &[]);
        self.steps.push(Arc::new(step));
    }

    /// The router below levels, outermost first.
    pub(super) fn build(&self, levels: &[Level<S>]) -> R {
        if levels.is_empty() {
            return self.router.clone();
        }
        let steps = self.steps.iter();
        steps.fold(R::default(), |router, step| step(router, levels))
    }
}

impl<R: Default, S> Default for Blueprint<R, S> {
    fn default() -> Self {
        Self {
            router: R::default(),
            steps: Vec::new(),
        }
    }
}

impl<R: Clone, S> Clone for Blueprint<R, S> {
    fn clone(&self) -> Self {
        Self {
            router: self.router.clone(),
            steps: self.steps.clone(),
        }
    }
}
