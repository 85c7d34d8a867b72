//! A router that can be rebuilt.

use std::sync::Arc;

use crate::resolve::Level;

/// An axum router, and the steps that built it.
///
/// A level's requirement is bound to each handler, inside of all middleware, so that no middleware can remove it. But
/// levels may become known only after middleware was added around the handlers: then the router is rebuilt.
pub(super) struct Blueprint<R, S> {
    /// The router without levels.
    router: R,
    steps: Vec<Step<R, S>>,
}

/// Adds something to a router inside of levels, outermost first.
type Step<R, S> = Arc<dyn Fn(R, &[Level<S>]) -> R + Send + Sync>;

impl<R: Clone + Default + 'static, S: 'static> Blueprint<R, S> {
    /// A router that will never be inside of a level.
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

    /// The router inside of levels, outermost first.
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
