//! What the router knows of its routes: the audit, the security snapshot and the coverage check; and that
//! it serves like axum's own.

mod app;
mod checks;
mod coverage;
mod deprecated;
mod like_axum;
mod overlap;
mod shown;
mod snapshot;
