//! Security schemes, as the derive macro describes them.

mod declaration;
mod flow;
mod issuers;
mod kind;
mod scope_info;
mod token_place;

pub use self::declaration::{Configured, Declared, Scheme, SecurityScheme};
pub use self::flow::Flow;
pub(crate) use self::issuers::described_at;
pub use self::issuers::{Issuer, Meant};
pub use self::kind::{KeyLocation, SchemeKind};
pub use self::scope_info::ScopeInfo;
pub use self::token_place::TokenPlace;
