//! Tables of rules, whose state is inferred.
#![deny(warnings)]

use std::time::Duration;

use axum::http::Method;
use scopegate::operations::{Grpc, JsonRpc, Mcp, Operation, Operations, Public};
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, level};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("notes" = "Notes."))]
struct OAuth2;

#[dependency(depends = OAuth2)]
fn user(_token: AccessToken) {}

fn router(names: [String; 2]) -> SecureRouter<Verifier> {
    let member = level!(depends = user);
    let mcp = Operations::new(Mcp, level!(scopes = ["notes"], depends = user))
        .operation(Operation::RESPONSE, member)
        .http(Method::GET, member)
        .prompt("p", Public)
        .resource(String::from("note:///1"), member)
        .max_body_bytes(4096)
        .max_body_time(Duration::from_secs(1));
    let mcp = names.into_iter().fold(mcp, |mcp, name| mcp.tool(name, member));
    let grpc = Operations::new(Grpc, level!(depends = user)).operation("/a.B/C", Public);
    let rpc = Operations::new(JsonRpc, level!(depends = user));
    let service = axum::Router::new;
    SecureRouter::new()
        .operations("/mcp", mcp, service())
        .operations("/a.B/{*method}", grpc, service())
        .operations("/rpc", rpc.clone(), service())
}

fn main() {
    let router = router(["a".to_owned(), "b".to_owned()]);
    assert_eq!(router.audit().routes.len(), 10);
}
