//! What the compiler names in errors about handlers, dependencies and the router's state.
//!
//! You need not name any of this. The attributes implement these traits, or they follow from axum's, such as `FromRef` and
//! `FromRequestParts`. They are here so that you can look up what an error speaks of.
//!
//! | in an error | |
//! |---|---|
//! | [`HasVerifier`], [`HasVerifierFor`] | the state provides the verifier of a security scheme, by `FromRef` |
//! | [`Extracts`] | a dependency can extract a parameter, such as `State<T>`, from a request to a router with this state |
//! | [`ExtractsParts`], [`ExtractsRequest`], [`Parameters`], [`Extracted`] | the same for the parameters of a handler; the last one may read the body |
//! | [`Resolve`] | a dependency and all that it depends on can be resolved with this state |
//! | [`Guarded`], [`Serves`], [`Served`] | the same for a handler |
//! | [`Enforced`] | the same for the dependency of a [`level!`](crate::level) |
//! | [`Receive`] | a parameter has the type that its dependency returns |
//! | [`Dependency`], [`DependencyError`] | what a dependency returns; its error is a response |
//! | [`RefusesPermission`] | the error of a dependency with `permission` can be made of `NotPermitted` |
//! | [`OptionalValue`] | a parameter with `optional` is an `Option` |
//! | [`Returned`] | what a handler returns is a response |
//! | `Documented` | a handler in `routes!` has `#[utoipa::path]` |
//! | `Documenting` | routes with their documentation: those of `routes!` |
//! | [`Methods`], [`Routes`], [`Unguarded`], [`Requires`] | what a [`SecureRouter`](crate::SecureRouter) is made of |
//! | [`Call`], [`Requirement`], [`Resolved`], [`Refusal`] | what a dependency is resolved with, and the result |
//! | [`Secured`] | the first parameter of a handler, in place of those that dependencies resolve |

pub use crate::graph::Requirement;
#[cfg(feature = "openapi")]
pub use crate::openapi::{Documented, Documenting};
pub use crate::refuse::Refusal;
pub use crate::resolve::{
    Call, Dependency, DependencyError, Enforced, Extracts, Guarded, HasVerifier, HasVerifierFor,
    OptionalValue, Receive, RefusesPermission, Resolve, Resolved, RouterState, Secured, Served,
    Serves,
};
pub use crate::routing::{
    Extracted, ExtractsParts, ExtractsRequest, Methods, Parameters, Requires, Returned, Routes,
    Unguarded,
};
