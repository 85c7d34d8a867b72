//! How the future of a dependency is stored in that of its dependant.
//!
//! A future contains those that it waits for. The compiler inspects all of them at once, up to its recursion limit. In
//! a deep graph, some are therefore boxed, as the graph determines.

use std::pin::Pin;

use super::{Call, Resolve, Resolved};
use crate::graph::Requirement;
use crate::refuse::Refusal;

/// Stored in the dependant's future, or boxed.
#[derive(Debug)]
pub enum Nested<const IN_A_BOX: bool> {}

/// See [`Nested`].
pub trait Nesting {
    /// [`Resolve::resolve`].
    fn resolve<'c, D, S>(
        call: &'c mut Call<'_>,
        state: &'c S,
        at: Requirement,
    ) -> impl Future<Output = Result<Resolved<D::Returned>, Refusal>> + Send
    where
        D: Resolve<S>,
        S: Sync;
}

impl Nesting for Nested<false> {
    fn resolve<'c, D, S>(
        call: &'c mut Call<'_>,
        state: &'c S,
        at: Requirement,
    ) -> impl Future<Output = Result<Resolved<D::Returned>, Refusal>> + Send
    where
        D: Resolve<S>,
        S: Sync,
    {
        D::resolve(call, state, at)
    }
}

/// The future that a function waits for.
type Resolving<'c, D> = Pin<Box<dyn Future<Output = Result<Resolved<D>, Refusal>> + Send + 'c>>;

impl Nesting for Nested<true> {
    fn resolve<'c, D, S>(
        call: &'c mut Call<'_>,
        state: &'c S,
        at: Requirement,
    ) -> impl Future<Output = Result<Resolved<D::Returned>, Refusal>> + Send
    where
        D: Resolve<S>,
        S: Sync,
    {
        let resolving: Resolving<'c, D::Returned> = Box::pin(D::resolve(call, state, at));
        resolving
    }
}
