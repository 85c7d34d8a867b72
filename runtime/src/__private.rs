//! What generated code names, and nothing else. Not part of the API: it may change in any release,
//! together with `scopegate-macros`.

pub use axum_core::extract::FromRequestParts;
pub use http::request::Parts;
#[cfg(feature = "openapi")]
pub use utoipa_axum;

pub use crate::authenticate::{api_key, authenticate, basic_credentials, bearer_token};
pub use crate::binding::Verifiers;
pub use crate::call::Call;
pub use crate::clone::{CloneFn, CloneOf, NoClone};
pub use crate::credentials::{ApiKey, BasicCredentials, BearerToken};
pub use crate::dependency::{Annotated, Dependency, Pending, Receive, Resolve, Resolved};
pub use crate::errors::{AlwaysSuccess, ErrorOf, OtherError, check_error};
pub use crate::first_of::FirstOf;
pub use crate::graph::{
    At, Edge, Kind, Location, Merge, Merged, Node, Operation, ScopeUse, Seen, check_alternatives,
    check_checks_scopes, check_credentials, check_depends, check_guarded_chain, check_level,
    check_no_cycle, check_optional, check_parameter, check_public_chain, check_scope,
    check_scopes_reach_a_scheme, check_whole, check_whole_handler, measure,
};
pub use crate::level::level;
pub use crate::nesting::{Nested, Nesting};
pub use crate::outcome::{DependencyError, OfKind, Outcome, PlainOutcome, Split};
pub use crate::profile::{FastApi, Rejection, Rfc6750};
pub use crate::refusal::Refusal;
pub use crate::scheme::{
    Configured, Declared, Flow, Issuer, KeyLocation, Meant, Scheme, SchemeKind, ScopeInfo,
    SecurityScheme,
};
pub use crate::secured::{Endpoint, Guard, HasVerifier, HasVerifierFor, Secured, Serves, guard};
pub use crate::security_scopes::SecurityScopes;
pub use crate::target::{Choose, Is, NotADependency, Unannotated, what};
pub use crate::token::VerifiedToken;
