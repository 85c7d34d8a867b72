//! An MCP server with rmcp: the example of the guide, and the requirements of MCP 2026-07-28 one by one.
//!
//! ```sh
//! cargo test -p scopegate-tests --features mcp --test mcp
//! ```

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../operations/bodies.rs"]
mod bodies;
mod browser;
#[path = "../../runtime/examples/mcp_server.rs"]
#[allow(dead_code, reason = "`main` reads the configuration")]
mod example;
mod guide;
mod protocol;
mod same;
mod server;
mod several;
mod tokens;
mod tools;
