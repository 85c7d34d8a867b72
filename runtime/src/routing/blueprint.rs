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

/// Adds something to a router.
type Step<R, S> = Arc<dyn Fn(R, &Around<'_, S>) -> R + Send + Sync>;

/// What is known of the place of a router while it is built.
pub(super) struct Around<'a, S> {
    /// The levels around it, outermost first.
    pub(super) levels: &'a [Level<S>],
    /// The state, if a part of the router needs it to be built.
    pub(super) state: Option<&'a S>,
}

impl<S> Around<'_, S> {
    /// Nothing.
    pub(super) const NOTHING: Self = Self {
        levels: &[],
        state: None,
    };
}

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
    pub(super) fn add(&mut self, step: impl Fn(R, &Around<'_, S>) -> R + Send + Sync + 'static) {
        self.router = step(std::mem::take(&mut self.router), &Around::NOTHING);
        self.steps.push(Arc::new(step));
    }

    /// The router at this place.
    pub(super) fn build(&self, around: &Around<'_, S>) -> R {
        if around.levels.is_empty() && around.state.is_none() {
            return self.router.clone();
        }
        let steps = self.steps.iter();
        steps.fold(R::default(), |router, step| step(router, around))
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
