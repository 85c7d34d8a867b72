//! The requirement of a whole router.

use std::any::Any;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::Location;
use std::pin::Pin;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use axum::extract::Extension;
use http::request::Parts;

use super::dependency::depend;
use super::{Call, Pending, Resolve, Resolved, traced};
use crate::caller;
use crate::graph::{self, Kind, Node, Plan, Requirement};
use crate::refuse::Refusal;
use crate::resolve::binding::FindVerifiers;

/// A requirement for all routes of a router: declared with [`level!`](crate::level), for
/// [`SecureRouter::requires`](crate::SecureRouter::requires).
///
/// It is one level of the rules that a request has to pass, from the outermost router to the handler. In contrast,
/// axum's `layer` may do anything to a request, and `route_layer` has no part in the plan that documents and audits
/// show.
///
/// See [`level!`](crate::level) for examples.
pub struct Level<S> {
    /// It has one edge, to the required dependency.
    pub(crate) node: &'static Node,
    resolve: ResolveFn<S>,
    pub(crate) verifiers: FindVerifiers<S>,
}

/// Whether the value of the dependency is wanted is the last argument.
type ResolveFn<S> = for<'c> fn(&'c mut Call<'_>, &'c S, Requirement, bool) -> Resolving<'c>;
type Resolving<'c> = Pin<Box<dyn Future<Output = Result<Option<Value>, Refusal>> + Send + 'c>>;
type Value = Box<dyn Any + Send>;

/// A dependency that a router with the state `S` can require of all requests.
///
/// It has a trait of its own for the sake of errors: the compiler would list the implementations of [`Resolve`].
pub trait Enforced<S>: Sized {
    /// The level that a node describes.
    #[doc(hidden)]
    #[must_use]
    fn level(node: &'static Node) -> Level<S>;
}

impl<Target, S> Enforced<S> for Target
where
    Target: Resolve<S>,
    S: Sync,
{
    fn level(node: &'static Node) -> Level<S> {
        Level {
            node,
            resolve: |call, state, at, keep| Box::pin(pass::<Target, S>(call, state, at, keep)),
            verifiers: |state, verifiers| verifiers.visit::<Target, S>(state),
        }
    }
}

/// Admits a request that passes a dependency.
async fn pass<Target, S>(
    call: &mut Call<'_>,
    state: &S,
    at: Requirement,
    keep: bool,
) -> Result<Option<Value>, Refusal>
where
    Target: Resolve<S>,
    S: Sync,
{
    let pending = &mut Pending::default();
    let enforce = |resolved: Resolved<_>, _, _: &mut Pending| {
        let (value, rest) = resolved.split();
        rest.enforce()?;
        Ok(value)
    };
    let value = depend::<Target, S, Target::Returned>(call, state, at, pending, enforce).await?;
    Ok(keep.then(|| Box::new(value) as Value))
}

/// Added around a handler inside of levels, outermost first, and inside of all middleware.
pub(crate) fn place_below<S>(
    levels: &[Level<S>],
    handler: &'static Node,
) -> Option<Extension<LevelsAbove<S>>> {
    (!levels.is_empty()).then(|| Extension(levels_above(levels, handler)))
}

/// These levels, outermost first, around a handler.
pub(crate) fn levels_above<S>(levels: &[Level<S>], handler: &'static Node) -> LevelsAbove<S> {
    let nodes: Vec<_> = levels.iter().map(|level| level.node).collect();
    let plan = match plan(&nodes, handler) {
        Ok(plan) => plan,
        Err(problem) => unreachable!("routes are listed first: {problem}"),
    };
    let places = plan.levels();
    LevelsAbove {
        plan,
        levels: places.zip(levels.iter().copied()).collect(),
    }
}

/// Stands for a service in the graph, as a handler that requires nothing itself. It has the name of its type, and the
/// place where it is added.
pub(crate) fn service_node<T>(path: &str, location: &'static Location<'static>) -> &'static Node {
    let full = std::any::type_name::<T>();
    let name = full.split('<').next().unwrap_or(full);
    let (module, name) = name.rsplit_once("::").unwrap_or(("", name));
    let mut hasher = DefaultHasher::new();
    (path, full, location).hash(&mut hasher);
    let mut nodes = SERVICES.lock().unwrap_or_else(PoisonError::into_inner);
    let key = (path.to_owned(), full, location);
    if let Some(known) = nodes.get(&key) {
        return known;
    }
    let node = Node {
        name,
        location: graph::Location::new(
            module,
            location.file(),
            location.line(),
            [location.line(), location.column()],
            hasher.finish(),
        ),
        ..Node::new(Kind::Handler)
    };
    let node = &*Box::leak(Box::new(node));
    nodes.insert(key, node);
    node
}

type Services = HashMap<(String, &'static str, &'static Location<'static>), &'static Node>;

/// A service that is added again, such as for each connection, has one node.
static SERVICES: LazyLock<Mutex<Services>> = LazyLock::new(Mutex::default);

/// The levels that a request to a handler has to pass.
pub struct LevelsAbove<S> {
    /// The handler's plan inside of these levels.
    pub(crate) plan: &'static Plan,
    /// Outermost first, each with the place of its requirement.
    levels: Arc<[(Requirement, Level<S>)]>,
}

impl<S> LevelsAbove<S> {
    /// Admits a request for a service that requires nothing itself. The service finds the callers and the values of the
    /// levels in its extensions.
    ///
    /// # Errors
    /// The response to a request that a level refuses.
    pub(crate) async fn admit(&self, parts: &mut Parts, state: &S) -> Result<(), Refusal>
    where
        S: Sync,
    {
        if traced::is_on() {
            let admitting = Box::pin(self.admit_untraced(parts, state));
            return traced::guard(self.plan, admitting).await;
        }
        self.admit_untraced(parts, state).await
    }

    async fn admit_untraced(&self, parts: &mut Parts, state: &S) -> Result<(), Refusal> {
        caller::observe(&mut parts.extensions);
        let mut call = Call::new(parts);
        for (at, level) in &*self.levels {
            let value = (level.resolve)(&mut call, state, *at, true).await?;
            caller::admit(&mut call.parts().extensions, value);
        }
        caller::publish(&mut parts.extensions);
        Ok(())
    }

    /// Enforces the levels' requirements, before anything of the handler runs.
    ///
    /// Results that the handler depends on as well are kept for it.
    pub(crate) async fn pass(&self, call: &mut Call<'_>, state: &S) -> Result<(), Refusal> {
        for (at, level) in &*self.levels {
            (level.resolve)(call, state, *at, false).await?;
        }
        Ok(())
    }
}

/// The plan of `handler` inside of these levels, outermost first.
///
/// It is computed once, when a router is built.
///
/// # Errors
/// If no request could satisfy it.
pub(crate) fn plan(
    levels: &[&'static Node],
    handler: &'static Node,
) -> Result<&'static Plan, Cow<'static, str>> {
    let key = (
        handler.location.key(),
        levels.iter().map(|level| level.location.key()).collect(),
    );
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = made.get(&key) {
        return Ok(known);
    }
    let plan = &*Box::leak(Box::new(Plan::below(levels, handler)?));
    made.insert(key, plan);
    Ok(plan)
}

type Key = (u64, u32, [u32; 2]);

type Made = HashMap<(Key, Vec<Key>), &'static Plan>;

static MADE: LazyLock<Mutex<Made>> = LazyLock::new(Mutex::default);

impl<S> Copy for Level<S> {}

impl<S> Clone for Level<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Clone for LevelsAbove<S> {
    fn clone(&self) -> Self {
        Self {
            plan: self.plan,
            levels: self.levels.clone(),
        }
    }
}

impl<S> fmt::Debug for LevelsAbove<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let levels = self.levels.iter().map(|(_, level)| level);
        f.debug_list().entries(levels).finish()
    }
}

impl<S> fmt::Debug for Level<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let edge = &self.node.edges[0];
        f.debug_struct("Level")
            .field("scopes", &edge.scopes)
            .field("depends", &edge.to.name)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A layer may be applied for each connection.
    #[test]
    fn a_service_that_is_added_again_costs_no_memory() {
        let here = Location::caller();
        let node = service_node::<Vec<u8>>("/a", here);
        assert!(std::ptr::eq(node, service_node::<Vec<u8>>("/a", here)));
        assert!(!std::ptr::eq(node, service_node::<Vec<u8>>("/b", here)));
        assert!(!std::ptr::eq(node, service_node::<Vec<u16>>("/a", here)));
        assert_eq!((node.location.module, node.name), ("alloc::vec", "Vec"));
    }
}
