//! The pages that show the API: `/openapi.json`, Swagger UI at `/docs`, and Scalar at `/reference`.
//!
//! What they show is what the routes enforce; only the title is written here. Nothing is loaded from
//! another host.

mod about;
mod headers;
mod pages;
mod reference;
mod swagger_ui;
mod validation;

pub use self::about::about;
pub use self::pages::pages;
pub use self::validation::{HttpValidationError, ValidationError};
