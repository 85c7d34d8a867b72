//! The merge that the compiler does, against a model of three lines, on graphs of any shape.

use proptest::collection::vec;
use proptest::prelude::*;
use scopegate::__private::{At, Edge, Kind, Location, Merged, Node, ScopeUse};
use scopegate::SecurityScheme;

use crate::app::OAuth2;

/// Room for every graph that is generated; others are left out.
type Roomy = Merged<128, 1024, 8192>;

/// For each node its edges: scopes, and how far down the list of nodes they lead.
type Graph = Vec<Vec<(Vec<&'static str>, usize)>>;

fn graph() -> impl Strategy<Value = Graph> {
    let scope = proptest::sample::select(["a", "b", "c", "d", "ab", "a:b"].as_slice());
    let edge = (vec(scope, 0..4), 1..4usize);
    vec(vec(edge, 0..4), 1..6)
}

/// The nodes of a graph, from the last, which is a scheme, to the first, which is the handler.
/// An edge that leads past the end leads to the scheme: it is shared by many.
fn nodes(graph: &Graph) -> &'static Node {
    let mut nodes: Vec<&'static Node> = vec![node(Kind::Scheme(OAuth2::SCHEME), 0, Vec::new())];
    for edges in graph.iter().rev() {
        let edges = edges.iter().map(|(scopes, distance)| {
            let uses = scopes.iter().map(|name| ScopeUse { name, line: 0 });
            let to = nodes.len().saturating_sub(*distance);
            Edge {
                scopes: Vec::leak(uses.collect()),
                to: nodes[to],
            }
        });
        let edges = edges.collect();
        nodes.push(node(Kind::Dependency, nodes.len(), edges));
    }
    nodes.last().unwrap()
}

/// A node is told from others by its name and its place.
fn node(kind: Kind, line: usize, edges: Vec<Edge>) -> &'static Node {
    Box::leak(Box::new(Node {
        name: "node",
        kind,
        location: Location {
            module: "",
            file: "",
            line: line.try_into().unwrap(),
        },
        edges: Vec::leak(edges),
    }))
}

/// The scopes of every edge on the way down, outermost first, the first of equal ones kept.
fn model(on_the_way: &[&'static str]) -> Vec<&'static str> {
    let mut merged = Vec::new();
    for scope in on_the_way {
        if !merged.contains(scope) {
            merged.push(*scope);
        }
    }
    merged
}

/// Compares every step of the merge with the model.
fn compare(at: At, node: &'static Node, on_the_way: &[&'static str]) -> Result<(), TestCaseError> {
    let expected = model(on_the_way);
    prop_assert_eq!(at.scopes().scopes(), &expected);
    prop_assert_eq!(at.scopes().scope_str(), expected.join(" "));
    for (i, edge) in node.edges.iter().enumerate() {
        let own = edge.scopes.iter().map(|scope| scope.name);
        let on_the_way: Vec<_> = on_the_way.iter().copied().chain(own).collect();
        compare(at.child(i), edge.to, &on_the_way)?;
    }
    Ok(())
}

fn steps(node: &Node) -> usize {
    1 + node.edges.iter().map(|edge| steps(edge.to)).sum::<usize>()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn every_step_sees_the_scopes_of_the_edges_above_it(graph in graph()) {
        let handler = nodes(&graph);
        let [needed, scopes, text] = Merged::measure(handler);
        prop_assert_eq!(needed, steps(handler));
        prop_assume!(needed <= 128 && scopes <= 1024 && text <= 8192);
        let merged: &'static Roomy = Box::leak(Box::new(Roomy::of(handler)));
        let operation = Box::leak(Box::new(merged.operation()));
        compare(operation.root(), handler, &[])?;
    }
}

#[test]
fn a_measured_merge_has_no_room_to_spare() {
    static SCHEME: Node = Node {
        name: "scheme",
        kind: Kind::Scheme(OAuth2::SCHEME),
        location: Location {
            module: "",
            file: "",
            line: 0,
        },
        edges: &[],
    };
    static HANDLER: Node = Node {
        name: "handler",
        kind: Kind::Handler,
        location: Location {
            module: "",
            file: "",
            line: 0,
        },
        edges: &[
            Edge {
                scopes: &[ScopeUse {
                    name: "items",
                    line: 0,
                }],
                to: &SCHEME,
            },
            Edge {
                scopes: &[ScopeUse {
                    name: "me",
                    line: 0,
                }],
                to: &SCHEME,
            },
        ],
    };
    const SIZE: [usize; 3] = Merged::measure(&HANDLER);
    static MERGED: Merged<{ SIZE[0] }, { SIZE[1] }, { SIZE[2] }> = Merged::of(&HANDLER);
    assert_eq!(SIZE[..2], [3, 2]);
    let operation = Box::leak(Box::new(MERGED.operation()));
    assert_eq!(operation.root().child(0).scopes().scope_str(), "items");
    assert_eq!(operation.root().child(1).scopes().scope_str(), "me");
}
