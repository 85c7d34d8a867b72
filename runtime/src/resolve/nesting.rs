//! How the future of a dependency stands in that of its dependant.
//!
//! A future holds those that it waits for. The compiler looks into all of them at once, to the depth of its recursion
//! limit. So in a deep graph some are in a box, as the graph counts.

use std::pin::Pin;

use super::{Call, Resolve, Resolved};
use crate::graph::Requirement;
use crate::refuse::Refusal;

/// In its dependant's, or in a box.
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

/// What a function waits for.
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
