//! Graphs without functions: a node with several edges, a handler with several schemes.

use std::sync::LazyLock;

use super::{Audit, DependencyKind};
use crate::graph::{Edge, Kind, Location, Node, Plan};
use crate::routing::Route;
use crate::scheme::{Scheme, ScopeInfo};

const fn info(name: &'static str) -> ScopeInfo {
    let description = "";
    ScopeInfo {
        name,
        description,
        implies: &[],
    }
}

const fn node(name: &'static str, line: u32, kind: Kind, edges: &'static [Edge]) -> Node {
    Node {
        name,
        kind,
        location: Location::new("app", "src/app.rs", line, [0, 0], 0),
        edges,
        ..Node::new(kind)
    }
}

static PEOPLE: Scheme = Scheme::named("People", &[info("a"), info("b"), info("c")]);
static MACHINES: Scheme = Scheme::named("Machines", &[info("b"), info("m")]);

static PEOPLE_NODE: Node = node("People", 1, Kind::Scheme(&PEOPLE), &[]);
static MACHINES_NODE: Node = node("Machines", 2, Kind::Scheme(&MACHINES), &[]);

static USER: Node = Node {
    scope_lines: &[9],
    ..node(
        "user",
        10,
        Kind::Dependency,
        &[Edge {
            scopes: &["a"],
            ..Edge::to(&PEOPLE_NODE)
        }],
    )
};
static LEFT: Node = node("left", 20, Kind::Dependency, &[Edge::to(&USER)]);
static RIGHT: Node = Node {
    scope_lines: &[29],
    ..node(
        "right",
        30,
        Kind::Dependency,
        &[
            Edge {
                scopes: &["b"],
                ..Edge::to(&USER)
            },
            Edge::to(&MACHINES_NODE),
        ],
    )
};
static HANDLER: Node = Node {
    scope_lines: &[39],
    ..node(
        "handler",
        40,
        Kind::Handler,
        &[
            Edge::to(&LEFT),
            Edge {
                scopes: &["m"],
                ..Edge::to(&RIGHT)
            },
        ],
    )
};

static PLAN: LazyLock<Plan> = LazyLock::new(|| Plan::below(&[], &HANDLER).unwrap());

fn audit() -> Audit {
    let paths = [
        "/\"quoted\"",
        "/größe/{id}",
        "/{*rest}",
        "/%25%25{init}`#;<b>&",
    ];
    let routes = paths.map(|path| Route::secured("GET", path, &PLAN));
    Audit::new(&routes)
}

#[test]
fn schemes_that_are_both_required_are_one_alternative() {
    let security = audit().routes[0].security.to_string();
    assert_eq!(security, "People[a b] and Machines[m]");
}

#[test]
fn a_node_that_is_reached_twice_declares_its_scopes_once() {
    let scopes = &audit().routes[0].scopes;
    let places: Vec<_> = scopes
        .iter()
        .map(|scope| (scope.function, scope.scope, scope.line))
        .collect();
    assert_eq!(
        places,
        [("user", "a", 9), ("handler", "m", 39), ("right", "b", 29)]
    );
}

#[test]
fn dependencies_are_in_the_order_of_parameters() {
    let audit = audit();
    let [left, right] = &audit.routes[0].dependencies[..] else {
        panic!("two dependencies");
    };
    assert_eq!((left.name, right.name), ("left", "right"));
    assert_eq!(right.scopes, ["m"]);
    assert_eq!(right.dependencies[1].kind, DependencyKind::Scheme);
}

#[test]
fn a_scope_is_unused_where_the_scheme_that_declares_it_never_requires_it() {
    let audit = audit();
    let unused = audit.unused_scopes.iter();
    let unused: Vec<_> = unused.map(|unused| (unused.scheme, unused.scope)).collect();
    assert_eq!(unused, [("Machines", "b"), ("People", "c")]);
}

#[test]
fn a_graph_has_every_edge_once() {
    let expected = r#"flowchart LR
    r0(["GET /#34;quoted#34;"])
    n0["app::handler"]
    n1("app::left")
    n2("app::user")
    n3{{"app::People"}}:::scheme
    n4("app::right")
    n5{{"app::Machines"}}:::scheme
    r1(["GET /#37;25#37;25#123;init#125;#96;#35;#59;#60;b#62;#38;"])
    r2(["GET /größe/#123;id#125;"])
    r3(["GET /#123;#42;rest#125;"])
    r0 --> n0
    n0 --> n1
    n1 --> n2
    n2 -->|"a"| n3
    n0 -->|"m"| n4
    n4 -->|"b"| n2
    n4 --> n5
    r1 --> n0
    r2 --> n0
    r3 --> n0
"#;
    let mermaid = audit().to_mermaid();
    assert!(mermaid.starts_with(expected), "{mermaid}");
}

#[test]
fn long_rules_wrap_between_words() {
    let audit = audit();
    for width in 0..100 {
        let table = audit.table(width);
        assert_eq!(table.matches("People[a").count(), 4, "{table}");
        assert_eq!(table.matches("Machines[m]").count(), 4, "{table}");
    }
}
