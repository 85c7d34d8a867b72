//! Items for generated code only. Not part of the public API: they may change in any release, together with
//! `scopegate-macros`.

pub use crate::extract::{ApiKey, BasicCredentials, BearerToken, RequiredScope, SecurityScopes};
pub use crate::graph::{
    AsSchemesDo, Edge, IsEdge, IsEdges, IsRefusing, IsScope, IsScopes, Kind, Location, Node, Plan,
    PlanBuffer, Requirement, Requirements, Rule, RuleFacts, Scope, Seen, assert_edge,
    assert_handler, assert_may_require, assert_only_edge, assert_scope, assert_step_up,
    check_alternatives, check_checks_scopes, check_credentials, check_depends, check_error,
    check_extractor, check_level, check_may_require, check_no_cycle, check_optional,
    check_parameter, check_scope, check_scopes_reach_a_scheme, check_step_up, check_type,
    check_whole, plan_size, target_kind,
};
#[cfg(feature = "openapi")]
pub use crate::openapi::{MayBeDocumented, Operation, documented, documented_if_there};
pub use crate::refuse::Refusal;
pub use crate::refuse::profile::{Answers, FastApi, Reject, Rfc6750};
pub use crate::resolve::{
    Admitting, AlwaysSuccess, Annotated, BrokenHandler, Call, Checked, CheckedExtractor,
    CheckedType, ChooseChecked, ChooseExtractor, ChooseParameter, ChooseTarget, CloneFn, CloneOf,
    Dependency, DependencyError, Enforced, ErrorOf, Extracts, FirstOf, Guard, Guarded, HasVerifier,
    HasVerifierFor, LevelsAbove, Misplaced, Nested, Nesting, NeverExtracted, NoClone,
    NotADependency, NotAResult, NotAnExtractor, OptionalOf, OptionalValue, OtherError,
    OtherOptional, OtherParameter, OtherReceiver, ParameterKind, ParameterOf, Pending, Receive,
    ReceiverOf, Resolve, Resolved, ReturnKind, ReturnType, RouterState, Secured, Serves,
    SplitReturn, TargetKind, To, Unannotated, Verifiers, api_key, authenticate, basic_credentials,
    bearer_token, refuses_permission,
};
pub use crate::scheme::{
    Configured, Declared, Flow, Issuer, KeyLocation, Meant, Scheme, SchemeKind, ScopeInfo,
    SecurityScheme, TokenPlace,
};
pub use crate::token::VerifiedToken;
// Not the whole crate: with it, errors of the compiler say `std::string::String`.
#[cfg(feature = "openapi")]
pub use utoipa::{Path, openapi::HttpMethod};
