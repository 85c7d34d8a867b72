//! The functions that may refuse a request: from a handler's plan to its [`Check`]s.
//!
//! The checks of a node are those of its dependencies, in the order in which they run, and then its own. A check that
//! has certainly run already is omitted, so each occurs once; checks that every alternative has come before the
//! alternatives. Each node is visited once for each set of scopes, for any number of paths to it.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::audit::Check;
use crate::graph::{Kind, Node, Plan, Requirement};
use crate::scheme::Scheme;

/// The checks of a plan, those of levels first.
pub(crate) fn checks(plan: &'static Plan) -> Vec<Check> {
    let mut found = Finder::default();
    let mut all = Vec::new();
    for at in plan.levels() {
        found.add_edge(&mut all, false, at);
    }
    add(&mut all, &found.at(plan.root()));
    // A service has no crate of the user: its level does.
    let mut levels = plan.levels().map(|at| at.node().location.module);
    let module = match plan.handler().edges {
        [] => levels.next().unwrap_or(plan.handler().location.module),
        _ => plan.handler().location.module,
    };
    shown(&all, krate(module))
}

type Sets = Vec<Vec<&'static str>>;

/// A [`Check`] with its origin: equal ones are the same function, not only functions with the same name.
#[derive(Clone, PartialEq)]
enum Item {
    Function(Id, Sets),
    /// With the node of the `any(...)`.
    AnyOf(Id, Vec<Vec<Self>>),
    /// With the optional node.
    Optional(Id, Vec<Self>),
}

/// A node, by its address: nodes are statics.
#[derive(Clone, Copy)]
struct Id(&'static Node);

impl Id {
    fn address(self) -> usize {
        std::ptr::from_ref(self.0).addr()
    }
}

impl PartialEq for Id {
    fn eq(&self, other: &Self) -> bool {
        self.address() == other.address()
    }
}

#[derive(Default)]
struct Finder {
    /// The results, by the address of a node and the scopes required there.
    known: HashMap<(usize, Sets), Rc<[Item]>>,
}

impl Finder {
    fn at(&mut self, at: Requirement) -> Rc<[Item]> {
        let node = at.node();
        let required: Sets = at.alternatives().map(<[_]>::to_vec).collect();
        let key = (Id(node).address(), required);
        if let Some(known) = self.known.get(&key) {
            return Rc::clone(known);
        }
        let found: Rc<[Item]> = match node.kind {
            Kind::AnyOf => self.any_of(at).into(),
            _ => self.all_of(at).into(),
        };
        self.known.insert(key, Rc::clone(&found));
        found
    }

    fn all_of(&mut self, at: Requirement) -> Vec<Item> {
        let mut all = Vec::new();
        for (edge, below) in at.children() {
            self.add_edge(&mut all, edge.optional, below);
        }
        if at.node().can_refuse {
            add(&mut all, &[Item::Function(Id(at.node()), own_scopes(at))]);
        }
        all
    }

    fn any_of(&mut self, at: Requirement) -> Vec<Item> {
        let alternatives = at.children().map(|(_, below)| self.at(below).to_vec());
        factored(Id(at.node()), &alternatives.collect::<Vec<_>>())
    }

    fn add_edge(&mut self, all: &mut Vec<Item>, optional: bool, below: Requirement) {
        let found = self.at(below);
        if optional {
            add(all, &[Item::Optional(Id(below.node()), found.to_vec())]);
        } else {
            add(all, &found);
        }
    }
}

/// Adds the items that have not certainly run already.
fn add(all: &mut Vec<Item>, items: &[Item]) {
    for item in items {
        let left = match item {
            Item::Function(..) => vec![item.clone()],
            Item::AnyOf(node, alternatives) => {
                let alternatives: Vec<_> = alternatives.iter().map(|it| without(it, all)).collect();
                factored(*node, &alternatives)
            }
            Item::Optional(target, items) => optional(*target, without(items, all)),
        };
        for item in left {
            if !all.contains(&item) {
                all.push(item);
            }
        }
    }
}

fn optional(target: Id, items: Vec<Item>) -> Vec<Item> {
    if items.is_empty() {
        return items;
    }
    vec![Item::Optional(target, items)]
}

fn without(items: &[Item], known: &[Item]) -> Vec<Item> {
    let left = items.iter().filter(|item| !known.contains(item));
    left.cloned().collect()
}

/// Alternatives, after the items that all of them have.
fn factored(node: Id, alternatives: &[Vec<Item>]) -> Vec<Item> {
    let Some((first, others)) = alternatives.split_first() else {
        return Vec::new();
    };
    let is_common = |item: &&Item| others.iter().all(|it| it.contains(item));
    let mut all: Vec<_> = first.iter().filter(is_common).cloned().collect();
    let alternatives: Vec<_> = alternatives.iter().map(|it| without(it, &all)).collect();
    if alternatives.iter().any(|it| !it.is_empty()) {
        all.push(Item::AnyOf(node, alternatives));
    }
    all
}

/// The scopes that a function receives and that no scheme below it checks.
fn own_scopes(at: Requirement) -> Sets {
    if !at.node().takes_scopes || at.node().checks_scopes {
        return Vec::new(); // They belong to the credentials, or to nothing.
    }
    let schemes = verifying_schemes(at.node());
    let is_left = |scope: &&&str| !schemes.iter().any(|scheme| scheme.declares(scope));
    let sets = at
        .alternatives()
        .map(|set| set.iter().filter(is_left).copied().collect());
    let sets: Sets = sets.collect();
    if sets.iter().all(Vec::is_empty) {
        return Vec::new();
    }
    sets
}

/// The schemes at or below `node` whose scopes scopegate compares.
fn verifying_schemes(node: &'static Node) -> Vec<&'static Scheme> {
    let (mut seen, mut left, mut schemes) = (HashSet::new(), vec![node], Vec::new());
    while let Some(node) = left.pop() {
        if !seen.insert(Id(node).address()) {
            continue;
        }
        if let Kind::Scheme(scheme) = node.kind
            && scheme.verifies()
        {
            schemes.push(scheme);
        }
        left.extend(node.edges.iter().map(|edge| edge.to));
    }
    schemes
}

/// The crate in a module path.
fn krate(module: &str) -> &str {
    module.split("::").next().unwrap_or_default()
}

fn shown(items: &[Item], of: &str) -> Vec<Check> {
    let show = |item: &Item| match item {
        Item::Function(Id(node), scopes) => Check::Function {
            function: path(node, of),
            scopes: scopes.clone(),
            permission: node.permission,
            not_found: node.not_found,
        },
        Item::AnyOf(_, alternatives) => Check::AnyOf {
            any_of: alternatives.iter().map(|it| shown(it, of)).collect(),
        },
        Item::Optional(_, items) => Check::Optional {
            optional: shown(items, of),
        },
    };
    items.iter().map(show).collect()
}

/// The path of a function for a reader in the crate `of`.
fn path(node: &Node, of: &str) -> String {
    let (module, name) = (node.location.module, node.name);
    match module.strip_prefix(of) {
        Some("") => name.to_owned(),
        Some(rest) if rest.starts_with("::") => format!("{}::{name}", &rest[2..]),
        _ => format!("::{module}::{name}"),
    }
}

#[cfg(test)]
mod tests;
