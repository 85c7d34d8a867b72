//! What is required of a whole router.

use std::collections::HashMap;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use axum::extract::Extension;

use crate::binding::FindVerifiers;
use crate::call::Call;
use crate::dependency::{Pending, Resolve, Resolved, depend};
use crate::graph::{At, Edge, Kind, Merged, Node, Operation};
use crate::refusal::Refusal;

/// What a router requires of all its routes: made by [`level!`](crate::level), for
/// [`SecureRouter::requires`](crate::SecureRouter::requires).
pub struct Level<S> {
    /// It has one edge, to what is required.
    pub(crate) node: &'static Node,
    resolve: ResolveFn<S>,
    pub(crate) verifiers: FindVerifiers<S>,
}

type ResolveFn<S> = for<'c> fn(&'c mut Call<'_>, &'c S, At) -> Resolving<'c>;
type Resolving<'c> = Pin<Box<dyn Future<Output = Result<(), Refusal>> + Send + 'c>>;

/// The level that a node describes.
#[must_use]
pub fn level<Target, S>(node: &'static Node) -> Level<S>
where
    Target: Resolve<S>,
    S: Sync,
{
    Level {
        node,
        resolve: |call, state, at| Box::pin(pass::<Target, S>(call, state, at)),
        verifiers: |state, verifiers| verifiers.visit::<Target, S>(state),
    }
}

/// Lets a request pass that gets through a dependency.
async fn pass<Target, S>(call: &mut Call<'_>, state: &S, at: At) -> Result<(), Refusal>
where
    Target: Resolve<S>,
    S: Sync,
{
    let pending = &mut Pending::default();
    let enforce = |resolved: Resolved<_>, _, _: &mut Pending| resolved.enforce();
    depend::<Target, S, ()>(call, state, at, pending, enforce).await
}

/// What is put around a handler below levels, outermost first, inside of all middleware.
pub(crate) fn place_below<S>(
    levels: &[Level<S>],
    handler: &'static Node,
) -> Option<Extension<Below<S>>> {
    if levels.is_empty() {
        return None;
    }
    let nodes: Vec<_> = levels.iter().map(|level| level.node).collect();
    Some(Extension(Below {
        operation: operation(&nodes, handler),
        levels: levels.into(),
    }))
}

/// What a request to a handler below levels has to get through.
pub(crate) struct Below<S> {
    /// What the handler requires below these levels.
    pub(crate) operation: &'static Operation,
    /// Outermost first.
    levels: Arc<[Level<S>]>,
}

impl<S> Below<S> {
    /// Resolves what the handler does not depend on itself.
    pub(crate) async fn pass(&self, call: &mut Call<'_>, state: &S) -> Result<(), Refusal> {
        for (step, level) in self.levels.iter().enumerate() {
            if let Some((_, at)) = self.operation.at(step).children().nth(OWN) {
                (level.resolve)(call, state, at).await?;
            }
        }
        Ok(())
    }
}

/// Of the edges of a level in the graph of a handler, the one to what the level requires, if it is there.
const OWN: usize = 1;

/// What `handler` requires below these levels, outermost first.
///
/// It is made once, when a router is put together.
pub(crate) fn operation(levels: &[&'static Node], handler: &'static Node) -> &'static Operation {
    if levels.is_empty() {
        unreachable!("a handler without levels knows what it requires");
    }
    let key = (
        address(handler),
        levels.iter().copied().map(address).collect(),
    );
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    made.entry(key).or_insert_with(|| merge(levels, handler))
}

type Made = HashMap<(usize, Vec<usize>), &'static Operation>;

static MADE: LazyLock<Mutex<Made>> = LazyLock::new(Mutex::default);

/// Nodes are statics.
fn address(node: &'static Node) -> usize {
    std::ptr::from_ref(node).addr()
}

/// Room for the graph of a handler below levels.
type Room = Merged<256, 2048, 32768, 256>;

fn merge(levels: &[&'static Node], handler: &'static Node) -> &'static Operation {
    let root = levels.iter().rev().fold(handler, |below, level| {
        let required = &level.edges[0];
        let down = Edge {
            to: below,
            cache: false,
            ..*required
        };
        // Whoever depends on the same thing passes through it with these scopes anyway.
        let own = (!reaches(below, required.to)).then_some(*required);
        Box::leak(Box::new(Node {
            name: level.name,
            kind: Kind::Dependency,
            location: level.location,
            edges: Vec::leak([down].into_iter().chain(own).collect()),
            takes_scopes: false,
            is_clone: true,
            answers: handler.answers,
        }))
    });
    Box::leak(Box::new(Room::of(root).to_operation(levels.len())))
}

/// Whether no request gets to `node` without `target`.
fn reaches(node: &Node, target: &Node) -> bool {
    !matches!(node.kind, Kind::AnyOf)
        && node
            .edges
            .iter()
            .any(|edge| !edge.optional && (edge.to.is(target) || reaches(edge.to, target)))
}

impl<S> Copy for Level<S> {}

impl<S> Clone for Level<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Clone for Below<S> {
    fn clone(&self) -> Self {
        Self {
            operation: self.operation,
            levels: self.levels.clone(),
        }
    }
}

impl<S> fmt::Debug for Level<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let edge = &self.node.edges[0];
        let scopes = edge.scopes.iter().map(|scope| scope.name);
        f.debug_struct("Level")
            .field("scopes", &scopes.collect::<Vec<_>>())
            .field("depends", &edge.to.name)
            .finish_non_exhaustive()
    }
}
