//! What generated code names, and nothing else. Not part of the API: it may change in any release,
//! together with `scopegate-macros`.

pub use axum_core::extract::{FromRef, FromRequestParts};
pub use http::request::Parts;
#[cfg(feature = "openapi")]
pub use utoipa_axum;

pub use crate::authenticate::authenticate;
pub use crate::dependency::{
    Annotated, Dependency, Feeds, NotADependency, Pending, Resolve, Resolved,
};
pub use crate::graph::{
    At, Edge, Kind, Location, Merged, Node, Operation, ScopeUse, check_depends, check_no_cycle,
    check_scope, check_scopes_reach_a_scheme,
};
pub use crate::profile::{FastApi, Rejection, Rfc6750};
pub use crate::refusal::Refusal;
pub use crate::scheme::{Declared, Flow, Scheme, ScopeInfo, SecurityScheme};
pub use crate::secured::{AnotherState, Endpoint, Guard, Secured};
pub use crate::security_scopes::SecurityScopes;
pub use crate::token::{VerifiedToken, Verifier};
