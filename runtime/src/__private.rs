//! What generated code names, and nothing else. Not part of the API: it may change in any release,
//! together with `scopegate-macros`.

pub use axum_core::extract::FromRequestParts;
pub use http::request::Parts;
#[cfg(feature = "openapi")]
pub use utoipa_axum;

pub use crate::extract::{ApiKey, BasicCredentials, BearerToken, SecurityScopes};
pub use crate::graph::{
    At, Edge, Kind, Location, Merged, Node, Operation, ScopeUse, Seen, check_alternatives,
    check_checks_scopes, check_credentials, check_depends, check_error, check_guarded_chain,
    check_level, check_no_cycle, check_optional, check_parameter, check_public_chain, check_scope,
    check_scopes_reach_a_scheme, check_whole, check_whole_handler, measure, what,
};
pub use crate::refuse::Refusal;
pub use crate::refuse::profile::{FastApi, Rejection, Rfc6750};
pub use crate::resolve::{
    AlwaysSuccess, Annotated, Call, Choose, CloneFn, CloneOf, Dependency, DependencyError,
    Endpoint, ErrorOf, FirstOf, Guard, HasVerifier, HasVerifierFor, Is, Merge, NoClone,
    NotADependency, OfKind, OtherError, Outcome, Pending, PlainOutcome, Receive, Resolve, Resolved,
    Secured, Serves, Split, Unannotated, Verifiers, api_key, authenticate, basic_credentials,
    bearer_token, guard, level,
};
pub use crate::scheme::{
    Configured, Declared, Flow, Issuer, KeyLocation, Meant, Scheme, SchemeKind, ScopeInfo,
    SecurityScheme,
};
pub use crate::token::VerifiedToken;
