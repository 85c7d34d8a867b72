//! OAuth2 scopes for axum, declared on functions and checked by the compiler.

mod access_token;
mod authenticate;
mod credentials;
mod denial;
mod dependency;
mod graph;
pub mod password;
pub mod profile;
mod refusal;
mod scheme;
mod secured;
mod security_scopes;
pub mod token;

#[doc(hidden)]
pub mod __private;

pub use scopegate_macros::{SecurityScheme, dependency, security};

pub use crate::access_token::AccessToken;
pub use crate::denial::{Denial, DenialReason};
pub use crate::password::{OAuth2PasswordRequestForm, TokenResponse};
pub use crate::profile::{FastApi, Rejection, Rfc6750};
pub use crate::scheme::{Flow, Scheme, ScopeInfo, SecurityScheme};
pub use crate::security_scopes::SecurityScopes;
pub use crate::token::{
    Algorithm, Claims, GrantedScopes, TokenError, TokenIssuer, Verifier, VerifierBuilder,
    VerifierError,
};
