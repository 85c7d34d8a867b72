//! Items for generated code only. Not part of the public API: they may change in any release, together with
//! `scopegate-macros`.

pub use axum_core::extract::FromRequestParts;
pub use http::request::Parts;
#[cfg(feature = "openapi")]
pub use utoipa_axum;

pub use crate::extract::{ApiKey, BasicCredentials, BearerToken, SecurityScopes};
pub use crate::graph::{
    Edge, Kind, Location, Node, Plan, PlanBuffer, Requirement, ScopeUse, Seen, check_alternatives,
    check_checks_scopes, check_credentials, check_depends, check_error, check_guarded_chain,
    check_level, check_no_cycle, check_optional, check_parameter, check_public_chain, check_scope,
    check_scopes_reach_a_scheme, check_whole, check_whole_handler, plan_size, target_kind,
};
pub use crate::refuse::Refusal;
pub use crate::refuse::profile::{FastApi, Reject, Rfc6750};
pub use crate::resolve::{
    AlwaysSuccess, Annotated, Call, ChooseTarget, CloneFn, CloneOf, Dependency, DependencyError,
    Endpoint, ErrorOf, FirstOf, Guard, HasVerifier, HasVerifierFor, HoldsPlan, Nested, Nesting,
    NoClone, NotADependency, NotAResult, OtherError, Pending, Receive, Resolve, Resolved,
    ReturnKind, ReturnType, Secured, Serves, SplitReturn, TargetKind, Unannotated, Verifiers,
    api_key, authenticate, basic_credentials, bearer_token, guard, level,
};
pub use crate::scheme::{
    Configured, Declared, Flow, Issuer, KeyLocation, Meant, Scheme, SchemeKind, ScopeInfo,
    SecurityScheme,
};
pub use crate::token::VerifiedToken;
