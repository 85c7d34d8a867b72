//! Run time: one request, from axum to the handler.
//!
//! [`Secured`] is the extractor that every handler with `#[security]` begins with. It resolves the handler's
//! dependencies: [`Call`] keeps the results for one request, [`Resolve`] resolves a node of the graph, and
//! [`authenticate`] is the only place where a token is verified and its scopes are compared.

mod authenticate;
mod binding;
mod call;
mod dependency;
mod endpoint;
mod extracts;
mod first_of;
mod level;
mod level_layer;
mod nesting;
#[cfg(feature = "testing")]
mod overrides;
mod possession;
mod receive;
mod specialize;
mod traced;

pub use self::authenticate::{api_key, authenticate, basic_credentials, bearer_token};
pub use self::binding::Verifiers;
pub(crate) use self::binding::{
    Bound, FindVerifiers, Seen, Sighting, Sightings, check as check_issuers,
};
pub use self::call::Call;
pub use self::dependency::{Dependency, Pending, Resolve, Resolved, To};
pub(crate) use self::endpoint::Admission;
pub use self::endpoint::{
    Admitting, BrokenHandler, Guard, Guarded, HasVerifier, HasVerifierFor, RouterState, Secured,
    Served, Serves,
};
pub use self::extracts::Extracts;
pub use self::first_of::FirstOf;
pub use self::level::{Enforced, Level, LevelsAbove};
pub(crate) use self::level::{levels_above, place_below, plan, service_node};
pub use self::level_layer::{LevelLayer, LevelService};
pub use self::nesting::{Nested, Nesting};
#[cfg(feature = "testing")]
pub use self::overrides::Overrides;
pub use self::receive::{Annotated, Receive};
pub use self::specialize::{
    AlwaysSuccess, Checked, CheckedExtractor, CheckedType, ChooseChecked, ChooseExtractor,
    ChooseParameter, ChooseTarget, CloneFn, CloneOf, DependencyError, ErrorOf, Misplaced,
    NeverExtracted, NoClone, NotADependency, NotAResult, NotAnExtractor, OptionalOf, OptionalValue,
    OtherError, OtherOptional, OtherParameter, OtherReceiver, ParameterKind, ParameterOf,
    ReceiverOf, RefusesPermission, ReturnKind, ReturnType, SplitReturn, TargetKind, Unannotated,
    refuses_permission,
};
