//! Refusing a request: why and where ([`Denial`]), and the response ([`profile`], [`Refusal`]).

mod challenge;
mod count;
mod denial;
mod grpc;
mod guard;
mod not_permitted;
pub mod profile;
mod reason;
mod refusal;
mod token_parameters;

pub use self::count::{CountDenials, CountDenialsService};
pub use self::denial::Denial;
pub(crate) use self::grpc::RefusalForm;
pub(crate) use self::guard::never_a_success;
pub use self::not_permitted::NotPermitted;
pub use self::reason::DenialReason;
pub(crate) use self::refusal::Offered;
pub use self::refusal::Refusal;
pub(crate) use self::token_parameters::token_parameters;
