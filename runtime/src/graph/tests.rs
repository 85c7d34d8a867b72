//! Random graphs: the measured size is sufficient, and alternatives admit the same requests as the graph.

use proptest::collection::vec;
use proptest::prelude::*;

use super::survey::Survey;
use super::{Edge, Kind, Location, Node, Plan, StepUp, plan_size};
use crate::scheme::{KeyLocation, Scheme, SchemeKind, ScopeInfo};

const fn info(name: &'static str) -> ScopeInfo {
    ScopeInfo {
        name,
        description: "",
        implies: &[],
    }
}

static PEOPLE: Scheme = Scheme::named("People", &[info("a"), info("b"), info("c")]);
static MACHINES: Scheme = Scheme::named("Machines", &[info("m"), info("n")]);
static OPERATORS: Scheme = Scheme::of_kind("Operators", SchemeKind::HttpBasic, &[]);
const KEY: SchemeKind = SchemeKind::ApiKey {
    location: KeyLocation::Header,
    name: "X-Key",
    cross_site: false,
};
static KEYS: Scheme = Scheme::of_kind("Keys", KEY, &[]);

const SCHEMES: [&Scheme; 4] = [&PEOPLE, &MACHINES, &OPERATORS, &KEYS];

/// Sets of scopes of which one is enough. A list without `any(...)` is one set.
const ASKED: [&[&[&str]]; 8] = [
    &[&[]],
    &[&["a"]],
    &[&["b", "a"]],
    &[&["m"]],
    &[&["a"], &["b"]],
    &[&["a", "b"], &["c"]],
    &[&["m"], &["n"]],
    &[&["n"], &["m"]],
];

/// Lists of `acr`, the usual one first.
const ACR: [&[&str]; 5] = [&[], &["x"], &["y", "x"], &["y", "z"], &["z"]];

const MAX_AGE: [Option<u32>; 3] = [None, Some(60), Some(300)];

#[derive(Debug, Clone)]
struct Parameter {
    asked: usize,
    acr: usize,
    max_age: usize,
    /// Several are alternatives. Schemes come first, then functions.
    targets: Vec<usize>,
    optional: bool,
    cache: bool,
}

type Graph = Vec<Vec<Parameter>>;

fn graph() -> impl Strategy<Value = Graph> {
    graph_with(0.1).prop_map(|mut graph| {
        for parameter in graph.iter_mut().flatten() {
            (parameter.acr, parameter.max_age) = (0, 0);
        }
        graph
    })
}

/// Some edges require something of the authentication of users.
fn graph_with(step_ups: f64) -> impl Strategy<Value = Graph> {
    let index =
        move |len| prop::option::weighted(step_ups, 0..len).prop_map(Option::unwrap_or_default);
    (1_usize..7).prop_flat_map(move |functions| {
        let function = |number: usize| {
            let targets = prop_oneof![
                3 => vec(0..SCHEMES.len() + number, 1),
                1 => vec(0..SCHEMES.len() + number, 2..4),
            ];
            let flags = (prop::bool::weighted(0.15), prop::bool::weighted(0.9));
            let step_up = (index(ACR.len()), index(MAX_AGE.len()));
            let parameter = (0..ASKED.len(), step_up, targets, flags).prop_map(
                |(asked, (acr, max_age), targets, (optional, cache))| Parameter {
                    asked,
                    acr,
                    max_age,
                    targets,
                    optional,
                    cache,
                },
            );
            vec(parameter, 1..4)
        };
        (0..functions).map(function).collect::<Vec<_>>()
    })
}

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn at(line: usize) -> Location {
    Location::new("app", "", u32::try_from(line).unwrap(), [0, 0], 0)
}

fn handler(graph: &Graph) -> &'static Node {
    handler_with_checks(graph, &[])
}

/// The handler, where some functions declare that they check scopes.
fn handler_with_checks(graph: &Graph, checks_scopes: &[bool]) -> &'static Node {
    let mut nodes: Vec<&'static Node> = Vec::new();
    for (line, scheme) in SCHEMES.iter().enumerate() {
        nodes.push(leak(Node {
            name: scheme.name,
            location: at(line),
            ..Node::new(Kind::Scheme(scheme))
        }));
    }
    for (number, parameters) in graph.iter().enumerate() {
        let edges = parameters.iter().enumerate().map(|(i, parameter)| {
            let alternative = |target: &usize| Edge {
                cache: parameter.cache,
                ..Edge::to(nodes[*target])
            };
            let to = match parameter.targets.as_slice() {
                [only] => nodes[*only],
                several => {
                    let edges = several.iter().map(alternative).collect::<Vec<_>>();
                    leak(Node::any_of(
                        "any",
                        at(1000 + 10 * number + i),
                        edges.leak(),
                    ))
                }
            };
            let sets = ASKED[parameter.asked];
            let written = sets.concat().into_iter();
            Edge {
                scopes: written.collect::<Vec<_>>().leak(),
                any: if sets.len() > 1 { sets } else { &[] },
                acr: ACR[parameter.acr],
                max_age: MAX_AGE[parameter.max_age],
                optional: parameter.optional,
                cache: parameter.cache,
                ..Edge::to(to)
            }
        });
        nodes.push(leak(Node {
            name: "function",
            location: at(100 + number),
            edges: edges.collect::<Vec<_>>().leak(),
            checks_scopes: checks_scopes.get(number) == Some(&true),
            ..Node::new(Kind::Dependency)
        }));
    }
    nodes[nodes.len() - 1]
}

/// The credentials of a request: a bearer token with these scopes, a password, a key.
#[derive(Debug, Clone, Default)]
struct Request {
    token: Option<Vec<&'static str>>,
    /// How the user of the token was authenticated, and how many seconds ago.
    acr: Option<&'static str>,
    age: Option<u32>,
    password: bool,
    key: bool,
}

impl Request {
    /// Whether it has the credentials of an alternative.
    fn has(&self, alternative: &super::Alternative) -> bool {
        let has_acr = |step_up: &StepUp| {
            let Some(acr) = &step_up.acr else { return true };
            self.acr.is_some_and(|own| acr.contains(&own))
        };
        let is_recent = |step_up: &StepUp| {
            let max_age = step_up.max_age;
            max_age.is_none_or(|max_age| self.age.is_some_and(|age| age <= max_age))
        };
        let mut step_ups = alternative.iter().map(|demand| &demand.step_up);
        request_of(alternative).is_within(self)
            && step_ups.all(|step_up| has_acr(step_up) && is_recent(step_up))
    }

    /// Those that differ in how the user of a token was authenticated.
    fn possible_users() -> Vec<Self> {
        let mut requests = Vec::new();
        let all: [&[_]; 4] = [&[], &["a"], &["b", "n"], &["a", "b", "c", "m", "n"]];
        for (scopes, key) in all
            .into_iter()
            .flat_map(|scopes| [(scopes, false), (scopes, true)])
        {
            for acr in [None, Some("x"), Some("y"), Some("z")] {
                for age in [None, Some(60), Some(300), Some(301)] {
                    requests.push(Self {
                        token: Some(scopes.to_vec()),
                        acr,
                        age,
                        password: false,
                        key,
                    });
                }
            }
        }
        requests.extend([false, true].map(|key| Self {
            key,
            ..Self::default()
        }));
        requests
    }

    fn presents(&self, scheme: usize) -> bool {
        match scheme {
            0 | 1 => self.token.is_some(),
            2 => self.password,
            _ => self.key,
        }
    }

    /// Whether `other` presents at least the same.
    fn is_within(&self, other: &Self) -> bool {
        let token = match (&self.token, &other.token) {
            (None, _) => true,
            (Some(needed), Some(granted)) => needed.iter().all(|scope| granted.contains(scope)),
            (Some(_), None) => false,
        };
        token && self.password <= other.password && self.key <= other.key
    }

    fn possible() -> Vec<Self> {
        let mut requests = Vec::new();
        for bits in 0_u32..32 {
            let scopes = ["a", "b", "c", "m", "n"].into_iter().enumerate();
            let granted = scopes.filter(|(i, _)| bits & (1 << i) != 0);
            let token: Vec<_> = granted.map(|(_, scope)| scope).collect();
            for key in [false, true] {
                requests.push(Self {
                    token: Some(token.clone()),
                    key,
                    ..Self::default()
                });
            }
        }
        for (password, key) in [(false, false), (false, true), (true, false), (true, true)] {
            requests.push(Self {
                password,
                key,
                ..Self::default()
            });
        }
        requests
    }
}

/// The graph according to its documentation, one path at a time.
struct Model<'g> {
    graph: &'g Graph,
    request: &'g Request,
}

impl Model<'_> {
    fn passes(&self, node: usize, asked: &[&Parameter]) -> bool {
        let Some(number) = node.checked_sub(SCHEMES.len()) else {
            let is_token = node < 2;
            return self.request.presents(node)
                && (!is_token || self.has_scopes(node, asked) && self.is_authenticated(asked));
        };
        self.graph[number].iter().all(|parameter| {
            let asked = [asked, &[parameter]].concat();
            let mut targets = parameter.targets.iter();
            let is_missing = parameter.optional && !self.presents(parameter);
            is_missing || targets.any(|target| self.passes(*target, &asked))
        })
    }

    fn is_authenticated(&self, asked: &[&Parameter]) -> bool {
        asked.iter().all(|parameter| {
            let (acr, max_age) = (ACR[parameter.acr], MAX_AGE[parameter.max_age]);
            let has_acr = self.request.acr.is_some_and(|own| acr.contains(&own));
            let is_recent = |max_age| self.request.age.is_some_and(|age| age <= max_age);
            (acr.is_empty() || has_acr) && max_age.is_none_or(is_recent)
        })
    }

    fn has_scopes(&self, scheme: usize, asked: &[&Parameter]) -> bool {
        let granted = self.request.token.iter().flatten().collect::<Vec<_>>();
        let is_enough = |set: &[&str]| {
            let checked = set.iter().filter(|scope| SCHEMES[scheme].declares(scope));
            checked.into_iter().all(|scope| granted.contains(&scope))
        };
        asked
            .iter()
            .all(|parameter| ASKED[parameter.asked].iter().any(|set| is_enough(set)))
    }

    fn presents(&self, parameter: &Parameter) -> bool {
        parameter
            .targets
            .iter()
            .any(|target| match target.checked_sub(SCHEMES.len()) {
                None => self.request.presents(*target),
                Some(number) => self.graph[number].iter().any(|below| self.presents(below)),
            })
    }
}

/// Finds requests that a graph admits although what is required of all of it was not checked, such as a scope.
struct Unseen<'g> {
    graph: &'g Graph,
    checks_scopes: &'g [bool],
    /// The schemes that check it.
    looks: [bool; SCHEMES.len()],
    /// The schemes for which the request presents credentials. They grant everything except the scope.
    presented: [bool; SCHEMES.len()],
}

impl Unseen<'_> {
    fn passes(&self, node: usize) -> bool {
        let Some(number) = node.checked_sub(SCHEMES.len()) else {
            return self.presented[node] && !self.looks[node];
        };
        let parameters = &self.graph[number];
        let has_credentials = parameters.iter().any(|parameter| {
            let carry_none = |target: &usize| matches!(target, 2 | 3);
            !parameter.optional && parameter.targets.iter().all(carry_none)
        });
        let looks = self.checks_scopes[number] && has_credentials;
        let resolves = |parameter: &Parameter| {
            let mut targets = parameter.targets.iter();
            let is_missing = parameter.optional && !self.presents(parameter);
            is_missing || targets.any(|target| self.passes(*target))
        };
        !looks && parameters.iter().all(resolves)
    }

    fn presents(&self, parameter: &Parameter) -> bool {
        let presents = |target: &usize| match target.checked_sub(SCHEMES.len()) {
            None => self.presented[*target],
            Some(number) => self.graph[number].iter().any(|below| self.presents(below)),
        };
        parameter.targets.iter().any(presents)
    }
}

fn request_of(alternative: &super::Alternative) -> Request {
    let mut request = Request::default();
    for super::Demand { scheme, scopes, .. } in alternative {
        match scheme.name {
            "Operators" => request.password = true,
            "Keys" => request.key = true,
            _ => request.token.get_or_insert_default().extend(scopes),
        }
    }
    request
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn alternatives_admit_exactly_whom_the_graph_admits(graph in graph()) {
        let handler = handler(&graph);
        let top = SCHEMES.len() + graph.len() - 1;
        let alternatives = match Plan::below(&[], handler) {
            Ok(plan) => plan.alternatives(),
            Err(_) => Vec::new(), // No request satisfies it.
        };
        for alternative in &alternatives {
            let request = &request_of(alternative);
            let admitted = Model { graph: &graph, request }.passes(top, &[]);
            prop_assert!(admitted, "{:?} is listed and refused", request);
        }
        for request in &Request::possible() {
            let admitted = Model { graph: &graph, request }.passes(top, &[]);
            let is_listed = alternatives.iter().any(|alternative| request_of(alternative).is_within(request));
            prop_assert!(!admitted || is_listed, "{:?} is admitted and not listed", request);
        }
    }

    #[test]
    fn a_scope_is_checked_for_every_caller_where_we_say_so_and_nowhere_else(
        graph in graph(),
        checks_scopes in vec(prop::bool::weighted(0.3), 7),
        scope in prop::sample::select(&["a", "m", "x"][..]),
    ) {
        let handler = handler_with_checks(&graph, &checks_scopes);
        let top = SCHEMES.len() + graph.len() - 1;
        let is_unseen = (0..16_u8).any(|bits| {
            let presented = std::array::from_fn(|scheme| bits & (1 << scheme) != 0);
            let graph = &graph;
            let looks = SCHEMES.map(|scheme| scheme.verifies() && scheme.declares(scope));
            Unseen { graph, checks_scopes: &checks_scopes, looks, presented }.passes(top)
        });
        let is_checked = super::check::is_checked(handler, scope);
        prop_assert!(!(is_checked && is_unseen), "somebody gets through");
        // Optional dependencies do not count, even if another parameter requires the same credentials.
        let has_optional = graph.iter().flatten().any(|parameter| parameter.optional);
        prop_assert!(is_checked || is_unseen || has_optional, "nobody gets through");
    }

    /// The same for how users are authenticated.
    #[test]
    fn alternatives_require_of_users_what_the_graph_requires(graph in graph_with(0.4)) {
        let handler = handler(&graph);
        let top = SCHEMES.len() + graph.len() - 1;
        let alternatives = match Plan::below(&[], handler) {
            Ok(plan) => plan.alternatives(),
            Err(_) => Vec::new(), // No request satisfies it, or there are too many alternatives.
        };
        prop_assume!(!alternatives.is_empty() || plan_size(handler).is_ok());
        for request in &Request::possible_users() {
            let admitted = Model { graph: &graph, request }.passes(top, &[]);
            let is_listed = alternatives.iter().any(|alternative| request.has(alternative));
            prop_assert!(!admitted || is_listed, "{:?} is admitted and not listed", request);
        }
        for alternative in &alternatives {
            let all = alternative.iter().map(|demand| demand.step_up.clone());
            let StepUp { acr, max_age } = all.fold(StepUp::default(), StepUp::and);
            for acr in acr.map_or_else(|| vec![None], |acr| acr.into_iter().map(Some).collect()) {
                let request = &Request { acr, age: max_age, ..request_of(alternative) };
                let admitted = Model { graph: &graph, request }.passes(top, &[]);
                prop_assert!(admitted, "{:?} is listed and refused", request);
            }
        }
    }

    #[test]
    fn how_users_are_authenticated_is_checked_for_every_caller_where_we_say_so(graph in graph()) {
        let handler = handler(&graph);
        let top = SCHEMES.len() + graph.len() - 1;
        let is_unseen = (0..16_u8).any(|bits| {
            let presented = std::array::from_fn(|scheme| bits & (1 << scheme) != 0);
            let (graph, looks) = (&graph, SCHEMES.map(Scheme::authenticates_users));
            Unseen { graph, checks_scopes: &[false; 7], looks, presented }.passes(top)
        });
        let is_checked = super::check::asks_all_users(handler);
        prop_assert!(!(is_checked && is_unseen), "somebody gets through");
        let has_optional = graph.iter().flatten().any(|parameter| parameter.optional);
        prop_assert!(is_checked || is_unseen || has_optional, "nobody gets through");
    }

    /// On the same paths as the edge, no token could satisfy both.
    #[test]
    fn a_list_of_acr_is_contradicted_where_one_path_below_has_no_value_of_it(
        graph in graph_with(0.5),
        acr in 1..ACR.len(),
    ) {
        fn is_dead(graph: &Graph, node: usize, accepted: &[&str]) -> bool {
            let Some(number) = node.checked_sub(SCHEMES.len()) else {
                return node < 2 && accepted.is_empty();
            };
            graph[number].iter().any(|parameter| {
                let list = ACR[parameter.acr];
                let accepts = |acr: &&&str| list.is_empty() || list.contains(*acr);
                let accepted: Vec<_> = accepted.iter().filter(accepts).copied().collect();
                parameter.targets.iter().any(|target| is_dead(graph, *target, &accepted))
            })
        }
        let handler = handler(&graph);
        prop_assume!(plan_size(handler).is_ok());
        let top = SCHEMES.len() + graph.len() - 1;
        prop_assert_eq!(super::check::is_contradicted_below(handler, ACR[acr]), is_dead(&graph, top, ACR[acr]));
    }

    /// Requests are compared with the merged lists. Some have no value in common.
    #[test]
    fn what_is_merged_is_satisfied_by_whom_each_edge_accepts(graph in graph_with(0.5)) {
        let handler = handler(&graph);
        prop_assume!(plan_size(handler).is_ok());
        let plan = Plan::below(&[], handler).map_or(None, |plan| Some(leak(plan)));
        let steps = plan.map_or(0, |plan| plan.requirements().steps.len());
        for step in 0..steps {
            let at = plan.unwrap().at(step);
            let Some(merged) = at.step_up() else { continue };
            let StepUp { acr, max_age } = merged.merged();
            let (mut edges, mut above) = (Vec::new(), step);
            while let Some(edge) = at.steps()[above].edge {
                edges.push(edge);
                above = at.steps()[above].parent;
            }
            for own in ["x", "y", "z"] {
                let is_accepted = edges.iter().all(|edge| edge.acr.is_empty() || edge.acr.contains(&own));
                prop_assert_eq!(acr.as_ref().is_none_or(|acr| acr.contains(&own)), is_accepted);
            }
            prop_assert_eq!(acr.is_none(), edges.iter().all(|edge| edge.acr.is_empty()));
            prop_assert_eq!(max_age, edges.iter().filter_map(|edge| edge.max_age).min());
        }
    }

    /// A shortcut for the usual graph must not admit anyone whom the rules refuse.
    #[test]
    fn a_chain_that_ends_in_a_scheme_is_checked_as_any_graph_is(graph in graph()) {
        let chain: Graph = graph.into_iter().map(|mut parameters| {
            parameters.truncate(1);
            parameters[0].targets.truncate(1);
            parameters
        }).collect();
        let handler = handler(&chain);
        if let Some(scheme) = super::survey::scheme_of_chain(handler) {
            let survey = Survey::of(handler);
            prop_assert!(!survey.is_unsound() && !survey.top().lets_anyone_pass);
            for scope in ["a", "m", "x"] {
                let is_declared = scheme.verifies() && scheme.declares(scope);
                prop_assert_eq!(super::check::is_checked(handler, scope), is_declared);
            }
        }
    }

    #[test]
    fn the_room_that_was_measured_is_what_the_merge_takes(graph in graph_with(0.2)) {
        let handler = handler(&graph);
        // A graph with too many alternatives is refused before.
        let size = plan_size(handler);
        prop_assume!(size.is_ok());
        prop_assert!(super::levels::fits_exactly(handler, size.unwrap()));
    }
}

#[test]
fn too_many_schemes_are_named_as_what_there_is_too_much_of() {
    let edges = (0..65).map(|number| {
        let name = leak(format!("x-{number}"));
        let kind = SchemeKind::ApiKey {
            location: KeyLocation::Header,
            name,
            cross_site: false,
        };
        Edge::to(leak(Node {
            name,
            location: at(number),
            ..Node::new(Kind::Scheme(leak(Scheme::of_kind(name, kind, &[]))))
        }))
    });
    let edges = edges.collect::<Vec<_>>().leak();
    let handler = |edges| {
        leak(Node {
            location: at(100),
            edges,
            ..Node::new(Kind::Handler)
        })
    };
    let problem = Plan::below(&[], handler(edges)).unwrap_err();
    assert!(
        problem.contains("more than 64 security schemes"),
        "{problem}"
    );
    assert!(Plan::below(&[], handler(&edges[..64])).is_ok());
}

/// A request must not walk each of the paths, whose number doubles with each layer.
#[test]
fn the_first_scheme_is_searched_once_in_each_node() {
    let node = |number, edges: &[&'static Node]| -> &'static Node {
        leak(Node {
            location: at(number),
            edges: leak(edges.iter().map(|to| Edge::to(to)).collect::<Vec<_>>()),
            ..Node::new(Kind::Dependency)
        })
    };
    let without = (1..60).fold(node(0, &[]), |below, number| node(number, &[below, below]));
    let scheme = leak(Node {
        location: at(60),
        ..Node::new(Kind::Scheme(&PEOPLE))
    });
    let top = node(61, &[without, without, scheme]);
    let plan: &'static Plan = leak(Plan::below(&[], top).unwrap());
    let found = plan.root().first_scheme().unwrap();
    assert!(found.scheme().is(&PEOPLE));
    assert!(plan.root().child(0).first_scheme().is_none());
}
