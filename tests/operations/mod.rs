//! One route, many operations.

mod app;
mod bodies;
mod judged;
mod listed;
mod mcp;
mod properties;
mod unreadable;
