//! A place in a graph, for values that do not come from a request.

use std::sync::LazyLock;

use crate::extract::SecurityScopes;
use crate::graph::{Edge, Kind, Location, Node, Plan, Requirement};
use crate::refuse::profile::{Reject, Rfc6750};
use crate::scheme::{Declared, Meant, Scheme, SchemeKind, TokenPlace};

static SCHEME: Scheme = Scheme::answering(
    Declared {
        name: "test",
        module: module_path!(),
        description: "",
        realm: "test",
        kind: SchemeKind::OAuth2,
        place: TokenPlace::BEARER,
        flows: &[],
        scopes: &[],
        location: Location::NOWHERE,
        meant: Meant::ANY,
        configured: None,
    },
    Rfc6750::ANSWERS,
);
static SCHEME_NODE: Node = Node {
    name: "test",
    ..Node::new(Kind::Scheme(&SCHEME))
};
static HANDLER: Node = Node {
    name: "test",
    edges: &[Edge::to(&SCHEME_NODE)],
    ..Node::new(Kind::Handler)
};
static PLAN: LazyLock<Plan> = LazyLock::new(|| merged(&HANDLER));

/// The place of a scheme that requires no scopes, so that `deny()` has a challenge.
pub(super) fn scheme_place() -> Requirement {
    PLAN.root().child(0)
}

/// The scopes that a dependency receives below an edge with these scopes.
pub(super) fn scopes_of(scopes: &[&'static str]) -> SecurityScopes {
    let edge = Edge {
        scopes: scopes.to_vec().leak(),
        ..Edge::to(&HANDLER)
    };
    let handler = Box::leak(Box::new(Node {
        name: "scopes",
        edges: Vec::leak(vec![edge]),
        ..Node::new(Kind::Handler)
    }));
    Box::leak(Box::new(merged(handler)))
        .root()
        .child(0)
        .scopes()
}

fn merged(handler: &'static Node) -> Plan {
    Plan::below(&[], handler).unwrap_or_else(|problem| panic!("{problem}"))
}
