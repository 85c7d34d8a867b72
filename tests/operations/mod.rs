//! One route, many operations.

mod app;
mod bodies;
mod documented;
mod judged;
mod listed;
mod mcp;
mod properties;
mod table_model;
mod unreadable;
