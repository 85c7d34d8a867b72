//! GraphQL.

mod bodies;
mod execute;
mod properties;
mod service;
