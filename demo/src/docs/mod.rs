//! The pages that show the API: `/openapi.json`, Swagger UI at `/docs`, and Scalar at `/reference`.
//!
//! What they show is what the routes enforce; only the title, and what a client cannot see in the types of a function,
//! are written here. Nothing is loaded from another host.

mod about;
mod access;
mod headers;
mod operations;
mod pages;
mod reference;
mod scopes;
mod swagger_ui;
mod validation;

pub use self::about::about;
pub use self::access::{Access, access_page};
pub use self::headers::secure_headers;
pub use self::operations::{
    ChangedMeanwhile, DisabledUser, FailedHash, FailedLogin, FailedPasswordChange,
    FailedRegistration, FailedRevocation, InvalidInput, InvalidQuery, NoSuchItem, NoSuchUser,
    RefusedGrant, example_login, example_refresh, named_like_fastapi,
};
pub use self::pages::pages;
pub use self::scopes::{requestable_scopes, with_requestable_scopes};
pub use self::validation::{HttpValidationError, ValidationError};
