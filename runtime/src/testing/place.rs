//! A place in a graph, for values that do not come from a request.

use crate::extract::SecurityScopes;
use crate::graph::{
    Edge, Kind, Location, Node, Plan, PlanBuffer, Requirement, ScopeUse, plan_size,
};
use crate::refuse::profile::{Reject, Rfc6750};
use crate::scheme::{Declared, Meant, Scheme, SchemeKind};

static SCHEME: Scheme = Scheme::answering(
    Declared {
        name: "test",
        module: module_path!(),
        description: "",
        realm: "test",
        kind: SchemeKind::OAuth2,
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
const SIZE: [usize; 4] = plan_size(&HANDLER);
static MERGED: PlanBuffer<{ SIZE[0] }, { SIZE[1] }, { SIZE[2] }, { SIZE[3] }> =
    PlanBuffer::of(&HANDLER);
static PLAN: Plan = MERGED.plan();

/// The place of a scheme that requires no scopes, so that `deny()` has a challenge.
pub(super) fn scheme_place() -> Requirement {
    PLAN.root().child(0)
}

/// The scopes that a dependency receives below an edge with these scopes.
pub(super) fn scopes_of(scopes: &[&'static str]) -> SecurityScopes {
    let uses = scopes.iter().map(|name| ScopeUse { name, line: 0 });
    let edge = Edge {
        scopes: Vec::leak(uses.collect()),
        ..Edge::to(&HANDLER)
    };
    let handler = Box::leak(Box::new(Node {
        name: "scopes",
        edges: Vec::leak(vec![edge]),
        ..Node::new(Kind::Handler)
    }));
    let merged = Plan::below(&[], handler);
    let plan = merged.unwrap_or_else(|problem| panic!("{problem}"));
    Box::leak(Box::new(plan)).root().child(0).scopes()
}
