//! One route, many operations.

mod app;
mod judged;
mod listed;
mod mcp;
mod unreadable;
