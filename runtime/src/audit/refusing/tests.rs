//! The checks in a rule, on graphs of any shape, compared with a run of the graph itself.

use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::prelude::*;

use super::checks;
use crate::audit::{Audit, Check};
use crate::graph::{Edge, Kind, Location, Node, Plan};
use crate::routing::Route;
use crate::scheme::{Scheme, ScopeInfo};

static SCHEMES: [Scheme; 2] = [Scheme::named("A", &[]), Scheme::named("B", &[])];
const NAMES: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];

/// A function of a graph. Schemes have the numbers 0 and 1, functions the numbers after those.
#[derive(Debug, Clone)]
struct Function {
    edges: Vec<Parameter>,
    can_refuse: bool,
}

#[derive(Debug, Clone)]
struct Parameter {
    /// Several are alternatives.
    targets: Vec<usize>,
    optional: bool,
}

/// Functions, each of which depends on earlier ones and schemes only. The last is the handler.
#[derive(Debug, Clone)]
struct Graph(Vec<Function>);

const FIRST: usize = SCHEMES.len();

fn at(module: &'static str, line: usize) -> Location {
    Location::new(
        module,
        "src/app.rs",
        u32::try_from(line).unwrap(),
        [0, 0],
        0,
    )
}

impl Graph {
    fn plan(&self) -> &'static Plan {
        let mut nodes: Vec<&'static Node> = Vec::new();
        for (i, scheme) in SCHEMES.iter().enumerate() {
            nodes.push(leak(Node {
                name: scheme.name,
                location: at("app", i),
                ..Node::new(Kind::Scheme(scheme))
            }));
        }
        for (i, function) in self.0.iter().enumerate() {
            let edges = function.edges.iter().enumerate();
            let edges = edges.map(|(number, edge)| {
                let to = match edge.targets.as_slice() {
                    [only] => nodes[*only],
                    several => {
                        let edges = several.iter().map(|target| Edge::to(nodes[*target]));
                        let edges = Vec::leak(edges.collect());
                        let line = 100 + 10 * i + number;
                        leak(Node::any_of("any", at("app", line), edges))
                    }
                };
                Edge {
                    optional: edge.optional,
                    ..Edge::to(to)
                }
            });
            let is_handler = i + 1 == self.0.len();
            let kind = if is_handler {
                Kind::Handler
            } else {
                Kind::Dependency
            };
            let edges = Vec::leak(edges.collect());
            nodes.push(leak(Node {
                name: NAMES[i],
                location: at("app", FIRST + i),
                edges,
                can_refuse: function.can_refuse && !is_handler,
                ..Node::new(kind)
            }));
        }
        plan(nodes[nodes.len() - 1])
    }

    /// Whether a request with these credentials is admitted if these functions refuse it.
    fn admits(&self, credentials: usize, refusing: usize) -> bool {
        self.passes(FIRST + self.0.len() - 1, credentials, refusing)
    }

    fn passes(&self, node: usize, credentials: usize, refusing: usize) -> bool {
        let Some(number) = node.checked_sub(FIRST) else {
            return credentials & (1 << node) != 0;
        };
        let function = &self.0[number];
        function.edges.iter().all(|edge| {
            let is_left_out = edge.optional && !self.presents(edge, credentials);
            let mut targets = edge.targets.iter();
            is_left_out || targets.any(|target| self.passes(*target, credentials, refusing))
        }) && !(function.can_refuse && refusing & (1 << number) != 0)
    }

    /// Whether every optional dependency refuses a request without credentials.
    fn compiles(&self) -> bool {
        let edges = self.0.iter().flat_map(|function| &function.edges);
        let mut optional = edges.filter(|edge| edge.optional);
        optional.all(|edge| {
            edge.targets
                .iter()
                .all(|target| !self.passes(*target, 0, 0))
        })
    }

    fn presents(&self, edge: &Parameter, credentials: usize) -> bool {
        edge.targets
            .iter()
            .any(|target| match target.checked_sub(FIRST) {
                None => credentials & (1 << target) != 0,
                Some(number) => {
                    let mut edges = self.0[number].edges.iter();
                    edges.any(|edge| self.presents(edge, credentials))
                }
            })
    }

    /// The sets of credentials for which a rule determines the result. If there is a choice of credentials, that is
    /// only the set of all: the rule contains the credentials of a route, and its checks, but not which check belongs
    /// to which credentials.
    fn credentials(&self) -> std::ops::Range<usize> {
        let all = (1 << SCHEMES.len()) - 1;
        let mut edges = self.0.iter().flat_map(|function| &function.edges);
        let has_choice = edges.any(|edge| edge.optional || edge.targets.len() > 1);
        if has_choice { all..all + 1 } else { 0..all + 1 }
    }

    fn refusing_sets(&self) -> std::ops::Range<usize> {
        0..1 << self.0.len()
    }
}

fn leak(node: Node) -> &'static Node {
    Box::leak(Box::new(node))
}

fn plan(handler: &'static Node) -> &'static Plan {
    Box::leak(Box::new(Plan::below(&[], handler).unwrap()))
}

fn rule(plan: &'static Plan) -> String {
    let audit = Audit::new(&[Route::secured("GET", "/", plan)]);
    audit.routes[0].rule()
}

/// Whether a request passes these checks if these functions refuse it.
fn pass(checks: &[Check], refusing: usize) -> bool {
    checks.iter().all(|check| match check {
        Check::Function { function, .. } => {
            let number = NAMES.iter().position(|name| name == function).unwrap();
            refusing & (1 << number) == 0
        }
        Check::AnyOf { any_of } => any_of.iter().any(|checks| pass(checks, refusing)),
        Check::Optional { optional } => pass(optional, refusing),
    })
}

fn parameter(below: usize) -> impl Strategy<Value = Parameter> {
    let targets = prop_oneof![
        3 => vec(0..below, 1),
        1 => vec(0..below, 2..=3),
    ];
    let targets = targets.prop_filter("alternatives differ", |targets| {
        (1..targets.len()).all(|i| !targets[..i].contains(&targets[i]))
    });
    (targets, prop::bool::weighted(0.2))
        .prop_map(|(targets, optional)| Parameter { targets, optional })
}

fn graph() -> impl Strategy<Value = Graph> {
    (2_usize..=6)
        .prop_flat_map(|functions| {
            let function = |number: usize| {
                (vec(parameter(FIRST + number), 1..=2), any::<bool>())
                    .prop_map(|(edges, can_refuse)| Function { edges, can_refuse })
            };
            (0..functions).map(function).collect::<Vec<_>>()
        })
        .prop_map(|mut functions| {
            functions.last_mut().unwrap().can_refuse = false;
            Graph(functions)
        })
}

/// A change at one place.
#[derive(Debug, Clone)]
enum Change {
    NoRefusal(prop::sample::Index),
    Target(prop::sample::Index, prop::sample::Index),
    NoEdge(prop::sample::Index),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        any::<prop::sample::Index>().prop_map(Change::NoRefusal),
        any::<(prop::sample::Index, prop::sample::Index)>()
            .prop_map(|(function, target)| Change::Target(function, target)),
        any::<prop::sample::Index>().prop_map(Change::NoEdge),
    ]
}

impl Change {
    fn apply(&self, graph: &Graph) -> Graph {
        let mut functions = graph.0.clone();
        let count = functions.len();
        match self {
            Self::NoRefusal(function) => functions[function.index(count)].can_refuse = false,
            Self::Target(function, target) => {
                let number = function.index(count);
                let parameters = &mut functions[number].edges;
                let parameter = target.index(parameters.len());
                let targets = &mut parameters[parameter].targets;
                let new = target.index(FIRST + number);
                if !targets.contains(&new) {
                    targets[0] = new;
                }
            }
            Self::NoEdge(function) => drop(functions[function.index(count)].edges.pop()),
        }
        Graph(functions)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    /// A request with all credentials passes the checks if, and only if, the graph admits it.
    #[test]
    fn checks_admit_whom_the_graph_admits(graph in graph()) {
        let checks = checks(graph.plan());
        for refusing in graph.refusing_sets() {
            let admits = graph.admits(usize::MAX, refusing);
            prop_assert_eq!(pass(&checks, refusing), admits, "{} {:b}", rule(graph.plan()), refusing);
        }
    }

    /// A change that keeps the rule also keeps which requests are admitted and which functions can refuse them.
    #[test]
    fn a_change_of_who_gets_through_changes_the_rule(graph in graph(), change in change()) {
        let changed = change.apply(&graph);
        prop_assume!(graph.compiles() && changed.compiles());
        let (old, new) = (rule(graph.plan()), rule(changed.plan()));
        if old != new {
            return Ok(());
        }
        for refusing in graph.refusing_sets() {
            for credentials in graph.credentials().filter(|some| changed.credentials().contains(some)) {
                prop_assert_eq!(
                    graph.admits(credentials, refusing),
                    changed.admits(credentials, refusing),
                    "{} {:b} {:b}", old, credentials, refusing
                );
            }
        }
    }

    /// On any path to a refusing function, removing or replacing the function changes the rule.
    #[test]
    fn a_function_that_may_refuse_is_in_the_rule(graph in graph()) {
        let plan = graph.plan();
        let old = rule(plan);
        for step in plan.requirements().steps {
            let name = step.node.name;
            let mut words = old.split(|c: char| !c.is_alphanumeric());
            let is_shown = words.any(|word| word == name);
            let is_expected = match step.node.kind {
                Kind::Scheme(_) | Kind::AnyOf => continue,
                _ => step.node.can_refuse,
            };
            prop_assert_eq!(is_shown, is_expected, "{} in {}", name, old);
        }
    }
}

static A: Node = Node {
    name: "A",
    location: at_line(1),
    ..Node::new(Kind::Scheme(&SCHEMES[0]))
};

const fn at_line(line: u32) -> Location {
    Location::new("app::auth", "", line, [0, 0], 0)
}

const fn refusing(name: &'static str, line: u32, edges: &'static [Edge]) -> Node {
    Node {
        name,
        location: at_line(line),
        edges,
        can_refuse: true,
        ..Node::new(Kind::Dependency)
    }
}

fn rule_of(edges: Vec<Edge>, module: &'static str) -> String {
    rule(plan(leak(Node {
        name: "handler",
        location: Location::new(module, "", 99, [0, 0], 0),
        edges: Vec::leak(edges),
        ..Node::new(Kind::Handler)
    })))
}

static USER: Node = refusing("get_user", 2, &[Edge::to(&A)]);
static OWNER: Node = refusing("owner", 3, &[Edge::to(&USER)]);
static FRIEND: Node = refusing("friend", 4, &[Edge::to(&USER)]);

#[test]
fn a_chain_is_listed_in_the_order_in_which_it_runs() {
    let rule = rule_of(vec![Edge::to(&OWNER)], "app::items");
    assert_eq!(rule, "A via auth::get_user, auth::owner");
}

#[test]
fn functions_of_other_crates_are_named_with_theirs() {
    let rule = rule_of(vec![Edge::to(&USER)], "apple");
    assert_eq!(rule, "A via ::app::auth::get_user");
}

#[test]
fn what_all_alternatives_have_stands_before_them() {
    static ANY: Node = Node::any_of(
        "any",
        at_line(5),
        &[Edge::to(&OWNER), Edge::to(&FRIEND), Edge::to(&USER)],
    );
    let rule = rule_of(vec![Edge::to(&ANY), Edge::to(&USER)], "app");
    assert_eq!(
        rule,
        "A via auth::get_user, any(auth::owner, auth::friend, -)"
    );
}

#[test]
fn what_is_optional_is_listed_without_what_is_certain() {
    let optional = |to| Edge {
        optional: true,
        ..Edge::to(to)
    };
    let rule = rule_of(vec![optional(&OWNER)], "app");
    assert_eq!(
        rule,
        "(A or anyone) via optional(auth::get_user, auth::owner)"
    );
    let rule = rule_of(vec![Edge::to(&USER), optional(&OWNER)], "app");
    assert_eq!(rule, "A via auth::get_user, optional(auth::owner)");
}

#[test]
fn scopes_that_only_a_function_checks_are_listed_with_it() {
    static SCOPED: Scheme = Scheme::named(
        "B",
        &[ScopeInfo {
            name: "read",
            description: "",
            implies: &[],
        }],
    );
    static B: Node = Node {
        name: "B",
        location: at_line(6),
        ..Node::new(Kind::Scheme(&SCOPED))
    };
    static CHECKS: Node = Node {
        takes_scopes: true,
        ..refusing("by_key", 7, &[Edge::to(&B)])
    };
    let edge = Edge {
        scopes: &["read", "admin"],
        ..Edge::to(&CHECKS)
    };
    let rule = rule_of(vec![edge], "app::auth");
    assert!(rule.ends_with(" via auth::by_key[admin]"), "{rule}");
}

/// Layers of two functions that both depend on both of the next one's.
#[test]
fn nodes_are_looked_at_once_however_many_ways_lead_to_them() {
    let mut below: [&'static Node; 2] = [&A, &A];
    for (layer, name) in (0..).zip(&NAMES[..6]) {
        below = [0, 1].map(|i| {
            let edges = Vec::leak(below.map(Edge::to).to_vec());
            leak(refusing(name, 100 + 2 * layer + i, edges))
        });
    }
    let start = Instant::now();
    let rule = rule_of(below.map(Edge::to).to_vec(), "app");
    assert_eq!(rule.matches("auth::").count(), 12, "{rule}");
    assert!(start.elapsed() < Duration::from_secs(5));
}
