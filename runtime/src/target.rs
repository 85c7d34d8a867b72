//! What the path in `depends = ...` leads to, whatever it is.
//!
//! Functions and schemes with an attribute say what they are in an inherent constant, other types in
//! that of [`Unannotated`]. A path that leads to no dependency is replaced by
//! [`NotADependency`], which fits everywhere: so the only error is that of
//! [`check_depends`](crate::graph::check_depends).

use crate::call::Call;
use crate::dependency::{Dependency, Receive, Resolve, Resolved};
use crate::graph::{At, Kind, Node};
use crate::nesting::Nested;
use crate::refusal::Refusal;

/// The values of `__SCOPEGATE`. Constants choose types only by primitive values.
pub mod what {
    /// A type without `#[derive(SecurityScheme)]`.
    pub const TYPE: u8 = 0;
    /// A function without an attribute.
    pub const FUNCTION: u8 = 1;
    /// A function with `#[security]`.
    pub const HANDLER: u8 = 2;
    /// A function with `#[dependency]`, or a security scheme.
    pub const DEPENDENCY: u8 = 3;
    /// Something whose attribute is wrong. The compiler has said so: no check says more.
    pub const BROKEN: u8 = 4;
    /// [`SecurityScopes`](crate::SecurityScopes).
    pub const SECURITY_SCOPES: u8 = 5;
}

/// Says of every type that it is no dependency. An inherent constant of this name comes first.
pub trait Unannotated {
    /// One of [`what`].
    const __SCOPEGATE: u8 = what::TYPE;
}

impl<T: ?Sized> Unannotated for T {}

/// `<Is<WHAT> as Choose<T>>::Target` is `T` where it is a dependency, else [`NotADependency`].
#[derive(Debug)]
pub enum Is<const WHAT: u8> {}

/// See [`Is`].
pub trait Choose<T> {
    /// What stands for `T` in the graph.
    type Target;
}

impl<T> Choose<T> for Is<{ what::DEPENDENCY }> {
    type Target = T;
}

macro_rules! replaced {
    ($($what:ident)*) => {$(
        impl<T> Choose<T> for Is<{ what::$what }> {
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
    pub const __SCOPEGATE: u8 = what::FUNCTION;

    /// The node of which no check says more.
    #[must_use]
    pub const fn __scopegate_node() -> &'static Node {
        static NODE: Node = Node::placeholder(Kind::Broken);
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
    async fn resolve(_: &mut Call<'_>, _: &S, _: At) -> Result<Resolved<Self>, Refusal> {
        unreachable!("a program with such an edge does not compile")
    }
}

impl<T> Receive<NotADependency, NotADependency> for T {
    fn from_given(given: NotADependency, _: At) -> Result<T, Refusal> {
        match given {}
    }
}
