//! The programs in `runtime/examples`. `resource_server` has its tests among those of providers.

mod axum_application;
mod dpop;
mod issuing;
mod revocation;
mod several_issuers;
mod tutorial;
