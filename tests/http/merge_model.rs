//! The merge that the compiler does, against a model of a few lines, on graphs of any shape.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use scopegate::__private::{Edge, Kind, Location, Node, Plan, PlanBuffer, Requirement, plan_size};
use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[oauth2(
    client_credentials(token_url = "token"),
    scopes("a" = "A.", "b" = "B.", "c" = "C.", "d" = "D.", "ab" = "AB.", "a:b" = "A:B.")
)]
struct OAuth2;

const SCOPES: [&str; 6] = ["a", "b", "c", "d", "ab", "a:b"];

/// Room for every graph that is generated; others are left out.
type Roomy = PlanBuffer<128, 1024, 16384, 256>;

/// Scopes that are all asked for, or sets of which one is.
type Asked = (Vec<&'static str>, Option<Vec<Vec<&'static str>>>);

/// For each node its edges: what they ask for, and how far down the list of nodes they lead.
type Graph = Vec<Vec<(Asked, usize)>>;

fn scopes(least: usize) -> impl Strategy<Value = Vec<&'static str>> {
    vec(proptest::sample::select(SCOPES.as_slice()), least..4)
}

fn graph() -> impl Strategy<Value = Graph> {
    let any = option::weighted(0.2, vec(scopes(1), 2..4));
    let edge = ((scopes(0), any), 1..4usize);
    vec(vec(edge, 0..4), 1..6)
}

/// The nodes of a graph, from the last, which is a scheme, to the first, which is the handler.
/// An edge that leads past the end leads to the scheme: it is shared by many.
fn nodes(graph: &Graph) -> &'static Node {
    let mut nodes: Vec<&'static Node> = vec![node(Kind::Scheme(OAuth2::SCHEME), 0, Vec::new())];
    for edges in graph.iter().rev() {
        let edges = edges.iter().map(|(asked, distance)| {
            let to = nodes.len().saturating_sub(*distance);
            edge(asked, nodes[to])
        });
        let edges = edges.collect();
        nodes.push(node(Kind::Dependency, nodes.len(), edges));
    }
    nodes.last().unwrap()
}

fn edge((all, any): &Asked, to: &'static Node) -> Edge {
    let written = match any {
        Some(any) => any.concat(),
        None => all.clone(),
    };
    let any = any.iter().flatten().map(|set| &*Vec::leak(set.clone()));
    Edge {
        scopes: Vec::leak(written),
        any: Vec::leak(any.collect()),
        ..Edge::to(to)
    }
}

/// A node is told from others by its name and its place.
fn node(kind: Kind, line: usize, edges: Vec<Edge>) -> &'static Node {
    Box::leak(Box::new(Node {
        name: "node",
        location: Location::new("", "", line.try_into().unwrap(), [0, 0], 0),
        edges: Vec::leak(edges),
        takes_scopes: true,
        ..Node::new(kind)
    }))
}

/// Whether the scopes in `granted` are enough for every edge on the way down.
fn is_enough(on_the_way: &[&Edge], granted: &[&str]) -> bool {
    on_the_way.iter().all(|edge| match edge.any {
        [] => edge.scopes.iter().all(|scope| granted.contains(scope)),
        any => any
            .iter()
            .any(|set| set.iter().all(|scope| granted.contains(scope))),
    })
}

fn every_set_of_scopes() -> impl Iterator<Item = Vec<&'static str>> {
    (0..1 << SCOPES.len()).map(|bits: u32| {
        let chosen = SCOPES
            .iter()
            .enumerate()
            .filter(|(i, _)| bits & (1 << i) != 0);
        chosen.map(|(_, scope)| *scope).collect()
    })
}

/// Compares every step of the merge with the model.
fn compare(
    at: Requirement,
    node: &Node,
    on_the_way: &mut Vec<&'static Edge>,
) -> Result<(), TestCaseError> {
    for granted in every_set_of_scopes() {
        let merged = at.scopes().are_granted_by(|scope| granted.contains(&scope));
        prop_assert_eq!(merged, is_enough(on_the_way, &granted), "{:?}", granted);
    }
    let enough: Vec<_> = every_set_of_scopes()
        .filter(|granted| is_enough(on_the_way, granted))
        .collect();
    let is_needed = |set: &&Vec<&str>| {
        let asks_less = |other: &Vec<&str>| {
            other.len() < set.len() && other.iter().all(|scope| set.contains(scope))
        };
        !enough.iter().any(asks_less)
    };
    let mut expected: Vec<_> = enough.iter().filter(is_needed).flatten().copied().collect();
    let mut scopes = at.scopes().scopes().to_vec();
    prop_assert_eq!(scopes.join(" "), at.scopes().scope_str());
    // A node that is reached twice sees the order of its first way.
    expected.sort_unstable();
    expected.dedup();
    scopes.sort_unstable();
    prop_assert_eq!(scopes, expected);
    for (i, edge) in node.edges.iter().enumerate() {
        on_the_way.push(edge);
        compare(at.child(i), edge.to, on_the_way)?;
        on_the_way.pop();
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn every_step_asks_for_what_the_edges_above_it_ask_for(graph in graph()) {
        let handler = nodes(&graph);
        let alternatives = |edges: &Vec<(Asked, usize)>| {
            let counts = edges.iter().map(|((_, any), _)| any.as_ref().map_or(1, Vec::len));
            counts.max().unwrap_or(1)
        };
        // More than 64 do not compile.
        prop_assume!(graph.iter().map(alternatives).product::<usize>() <= 64);
        let [steps, scopes, text, ways] = plan_size(handler).unwrap();
        prop_assume!(steps <= 128 && scopes <= 1024 && text <= 16384 && ways <= 256);
        let merged: &'static Roomy = Box::leak(Box::new(Roomy::of(handler)));
        let requirements = Box::leak(Box::new(merged.requirements()));
        let plan = Box::leak(Box::new(Plan::new(handler.clone(), requirements)));
        compare(plan.root(), handler, &mut Vec::new())?;
    }
}

#[test]
fn outer_scopes_come_first_and_siblings_do_not_leak() {
    static SCHEME: Node = Node {
        name: "scheme",
        location: Location::new("", "", 0, [0, 0], 0),
        ..Node::new(Kind::Scheme(OAuth2::SCHEME))
    };
    static HANDLER: Node = Node {
        name: "handler",
        location: Location::new("", "", 0, [0, 0], 0),
        edges: &[
            Edge {
                scopes: &["b", "a"],
                ..Edge::to(&SCHEME)
            },
            Edge {
                scopes: &["c"],
                ..Edge::to(&SCHEME)
            },
        ],
        ..Node::new(Kind::Handler)
    };
    static MERGED: PlanBuffer<8, 16, 2048, 8> = PlanBuffer::of(&HANDLER);
    let requirements = Box::leak(Box::new(MERGED.requirements()));
    let plan = Box::leak(Box::new(Plan::new(HANDLER.clone(), requirements)));
    assert_eq!(plan.root().child(0).scopes().scope_str(), "b a");
    assert_eq!(plan.root().child(1).scopes().scope_str(), "c");
}
