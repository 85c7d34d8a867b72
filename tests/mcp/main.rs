#[path = "../../runtime/examples/mcp_server.rs"]
mod example;
