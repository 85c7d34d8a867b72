//! The target of the path in `depends = ...`, of any kind.
//!
//! Functions and schemes with an attribute have an inherent constant for their kind, other types have that of
//! [`Unannotated`]. A path that is not a dependency is replaced by [`NotADependency`], which satisfies all bounds: the
//! only error is therefore that of [`check_depends`](crate::graph::check_depends).

use crate::graph::{Kind, Node, Requirement, target_kind};
use crate::refuse::Refusal;
use crate::resolve::{Call, Dependency, Nested, Receive, Resolve, Resolved};

/// Fallback for types that are not dependencies. An inherent constant with this name takes precedence.
pub trait Unannotated {
    /// One of [`target_kind`].
    const __SCOPEGATE: u8 = target_kind::TYPE;
}

impl<T: ?Sized> Unannotated for T {}

/// `<TargetKind<KIND> as ChooseTarget<T>>::Target` is `T` if it is a dependency, otherwise [`NotADependency`].
#[derive(Debug)]
pub enum TargetKind<const WHAT: u8> {}

/// See [`TargetKind`].
pub trait ChooseTarget<T> {
    /// The type that represents `T` in the graph.
    type Target;
}

impl<T> ChooseTarget<T> for TargetKind<{ target_kind::DEPENDENCY }> {
    type Target = T;
}

macro_rules! replaced {
    ($($what:ident)*) => {$(
        impl<T> ChooseTarget<T> for TargetKind<{ target_kind::$what }> {
            type Target = NotADependency;
        }
    )*};
}

replaced!(TYPE FUNCTION HANDLER BROKEN SECURITY_SCOPES);

/// Represents everything that `depends = ...` may not name. It is hidden, so that editors do not offer it there.
#[derive(Debug)]
#[doc(hidden)]
pub enum NotADependency {}

impl NotADependency {
    /// The constant that the name of a function without an attribute falls back to.
    pub const __SCOPEGATE: u8 = target_kind::FUNCTION;

    /// A node for which no check reports another error.
    #[must_use]
    pub const fn __scopegate_node() -> &'static Node {
        static NODE: Node = Node::new(Kind::Broken);
        &NODE
    }
}

impl Dependency for NotADependency {
    type Returned = Self;
    type Nesting = Nested<false>;

    const NODE: &'static Node = Self::__scopegate_node();
}

impl<S: Sync> Resolve<S> for NotADependency {
    async fn resolve(_: &mut Call<'_>, _: &S, _: Requirement) -> Result<Resolved<Self>, Refusal> {
        unreachable!("a program with such an edge does not compile")
    }
}

impl<T> Receive<NotADependency, NotADependency> for T {
    fn from_given(given: NotADependency, _: Requirement) -> Result<T, Refusal> {
        match given {}
    }
}
