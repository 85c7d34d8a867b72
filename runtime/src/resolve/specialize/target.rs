//! What the path in `depends = ...` leads to, whatever it is.
//!
//! Functions and schemes with an attribute say what they are in an inherent constant, other types in
//! that of [`Unannotated`]. A path that leads to no dependency is replaced by
//! [`NotADependency`], which fits everywhere: so the only error is that of
//! [`check_depends`](crate::graph::check_depends).

use crate::graph::{Kind, Node, Requirement, target_kind};
use crate::refuse::Refusal;
use crate::resolve::{Call, Dependency, Nested, Receive, Resolve, Resolved};

/// Says of every type that it is no dependency. An inherent constant of this name comes first.
pub trait Unannotated {
    /// One of [`target_kind`].
    const __SCOPEGATE: u8 = target_kind::TYPE;
}

impl<T: ?Sized> Unannotated for T {}

/// `<TargetKind<KIND> as ChooseTarget<T>>::Target` is `T` where it is a dependency, else [`NotADependency`].
#[derive(Debug)]
pub enum TargetKind<const WHAT: u8> {}

/// See [`TargetKind`].
pub trait ChooseTarget<T> {
    /// What stands for `T` in the graph.
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

/// What stands for everything that `depends = ...` may not name.
#[derive(Debug)]
pub enum NotADependency {}

impl NotADependency {
    /// It is the name that a function without an attribute falls back to.
    pub const __SCOPEGATE: u8 = target_kind::FUNCTION;

    /// The node of which no check says more.
    #[must_use]
    pub const fn __scopegate_node() -> &'static Node {
        static NODE: Node = Node::new(Kind::Broken);
        &NODE
    }
}

impl Dependency for NotADependency {
    type Returned = Self;
    type Nesting = Nested<false>;

    fn node() -> &'static Node {
        Self::__scopegate_node()
    }
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
