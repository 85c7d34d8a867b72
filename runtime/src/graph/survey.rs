//! All nodes at or below a node, each once: the basis of the rules about a graph.
//!
//! A graph may have far more paths than nodes, so nothing here walks all paths. One walk numbers the nodes and derives
//! facts about each from those below it; a rule is then a loop over numbers.

use super::carrier::excludes;
use super::{Kind, Node, target_kind};
use crate::scheme::Scheme;

/// The maximum number of nodes in the graph of a handler.
pub(super) const MAX_NODES: usize = 1024;

/// A dependency whose future contains this many nested futures is boxed.
const MAX_NESTED: u16 = 16;

const BUCKETS: usize = 256;

/// Stands for no number.
const NONE: u16 = u16::MAX;

/// The graph below a node.
pub(super) struct Survey {
    /// In the order of a depth-first walk along the edges: the top node first.
    nodes: [Option<&'static Node>; MAX_NODES],
    len: usize,
    /// The numbers, each after those of its dependencies.
    upwards: [u16; MAX_NODES],
    facts: [Facts; MAX_NODES],
    /// The first node of each hash bucket, and the next one after each node.
    buckets: [u16; BUCKETS],
    next: [u16; MAX_NODES],
    schemes: usize,
    /// Whether there are alternatives, or optional dependencies.
    has_alternatives: bool,
    /// How many edges require one of a list of `acr`.
    acr_lists: usize,
    is_cyclic: bool,
    is_too_large: bool,
}

/// Facts about a node that follow from those below it.
#[derive(Clone, Copy)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Facts {
    /// Whether the walk has left it.
    is_known: bool,
    /// Whether a request without credentials is admitted.
    pub(super) lets_anyone_pass: bool,
    /// Whether its attribute, or one below it, is invalid.
    pub(super) is_broken: bool,
    /// Whether its value may depend on the scopes merged on the path to it.
    pub(super) uses_scopes: bool,
    /// Whether all values below it can be cloned.
    pub(super) all_can_be_cloned: bool,
    /// The number of nested futures, this one and those below it, up to the next box.
    nested: u16,
}

impl Facts {
    const UNKNOWN: Self = Self {
        is_known: false,
        lets_anyone_pass: false,
        is_broken: false,
        uses_scopes: false,
        all_can_be_cloned: true,
        nested: 1,
    };

    /// The facts about a node without edges.
    const fn of(node: &Node) -> Self {
        let is_scheme = matches!(node.kind, Kind::Scheme(_));
        Self {
            is_known: false,
            lets_anyone_pass: !is_scheme && !matches!(node.kind, Kind::AnyOf),
            is_broken: matches!(node.kind, Kind::Broken),
            uses_scopes: is_scheme || node.takes_scopes,
            all_can_be_cloned: true,
            nested: 1,
        }
    }
}

impl Survey {
    pub(super) const fn of(root: &'static Node) -> Self {
        let mut survey = Self {
            nodes: [None; MAX_NODES],
            len: 0,
            upwards: [NONE; MAX_NODES],
            facts: [Facts::UNKNOWN; MAX_NODES],
            buckets: [NONE; BUCKETS],
            next: [NONE; MAX_NODES],
            schemes: 0,
            has_alternatives: false,
            acr_lists: 0,
            is_cyclic: false,
            is_too_large: false,
        };
        survey.walk(root);
        survey
    }

    const fn walk(&mut self, root: &'static Node) {
        // The current path, with the number of edges of each node that were followed. It is not recursive, since the
        // compiler limits the depth of recursion.
        let mut path = [(NONE, 0); MAX_NODES];
        let mut depth = 1;
        let mut left = 0;
        path[0] = (self.add(root), 0);
        while depth > 0 {
            let (number, followed) = path[depth - 1];
            let node = self.node(number as usize);
            if followed == node.edges.len() {
                self.facts[number as usize].is_known = true;
                self.upwards[left] = number;
                left += 1;
                depth -= 1;
                if depth > 0 {
                    let (above, followed) = path[depth - 1];
                    self.learn(above as usize, followed - 1, number as usize);
                }
                continue;
            }
            path[depth - 1].1 += 1;
            let edge = &node.edges[followed];
            self.has_alternatives |= edge.optional || !edge.any.is_empty();
            self.acr_lists += !edge.acr.is_empty() as usize;
            if let Some(below) = self.find(edge.to) {
                self.is_cyclic |= !self.facts[below].is_known;
                self.learn(number as usize, followed, below);
            } else if self.len == MAX_NODES {
                self.is_too_large = true;
                return;
            } else {
                path[depth] = (self.add(edge.to), 0);
                depth += 1;
            }
        }
    }

    const fn add(&mut self, node: &'static Node) -> u16 {
        #[allow(clippy::cast_possible_truncation, reason = "MAX_NODES fits")]
        let number = self.len as u16;
        let bucket = bucket(node);
        self.has_alternatives |= matches!(node.kind, Kind::AnyOf);
        self.schemes += matches!(node.kind, Kind::Scheme(_)) as usize;
        self.nodes[self.len] = Some(node);
        self.facts[self.len] = Facts::of(node);
        self.next[self.len] = self.buckets[bucket];
        self.buckets[bucket] = number;
        self.len += 1;
        number
    }

    /// Derives facts about a node from those about the target of an edge.
    const fn learn(&mut self, number: usize, edge: usize, below: usize) {
        let node = self.node(number);
        let edge = &node.edges[edge];
        let below = self.facts[below];
        let facts = &mut self.facts[number];
        let passes = edge.optional || below.lets_anyone_pass;
        if matches!(node.kind, Kind::AnyOf) {
            facts.lets_anyone_pass |= passes;
        } else {
            facts.lets_anyone_pass &= passes;
        }
        facts.is_broken |= below.is_broken;
        facts.uses_scopes |= below.uses_scopes;
        facts.all_can_be_cloned &= below.all_can_be_cloned && edge.to.is_clone;
        let is_in_a_box = below.nested >= MAX_NESTED && matches!(edge.to.kind, Kind::Dependency);
        let nested = if is_in_a_box { 1 } else { below.nested + 1 };
        if nested > facts.nested {
            facts.nested = nested;
        }
    }

    /// Whether an error was already reported, so that no more can be checked.
    pub(super) const fn is_unsound(&self) -> bool {
        self.is_cyclic || self.is_too_large || self.facts[0].is_broken
    }

    pub(super) const fn is_cyclic(&self) -> bool {
        self.is_cyclic
    }

    pub(super) const fn is_too_large(&self) -> bool {
        self.is_too_large
    }

    #[cfg(feature = "testing")]
    pub(super) const fn has_schemes(&self) -> bool {
        self.schemes > 0
    }

    /// Whether there may be several alternatives, or none.
    pub(super) const fn has_choices(&self) -> bool {
        self.has_alternatives || self.schemes > 1
    }

    /// Whether values that cannot be cloned may be shared, or required credentials may exclude each other.
    pub(super) const fn may_not_fit_together(&self) -> bool {
        !self.is_unsound() && (!self.facts[0].all_can_be_cloned || self.may_contradict())
    }

    /// Whether credentials for two of the schemes exclude each other, or two lists of `acr`.
    const fn may_contradict(&self) -> bool {
        if self.acr_lists > 1 {
            return true;
        }
        if self.schemes < 2 {
            return false;
        }
        let top = self.node(0);
        let mut a = 0;
        while a < self.len {
            if let Kind::Scheme(one) = self.node(a).kind {
                let mut b = 0;
                while b < a {
                    if let Kind::Scheme(other) = self.node(b).kind
                        && excludes(top, one, other)
                    {
                        return true;
                    }
                    b += 1;
                }
            }
            a += 1;
        }
        false
    }

    pub(super) const fn len(&self) -> usize {
        self.len
    }

    pub(super) const fn node(&self, number: usize) -> &'static Node {
        match self.nodes[number] {
            Some(node) => node,
            None => panic!("each number is that of a node"),
        }
    }

    /// The number of the `i`th node, in an order in which each comes after its dependencies.
    pub(super) const fn upwards(&self, i: usize) -> usize {
        self.upwards[i] as usize
    }

    pub(super) const fn find(&self, node: &Node) -> Option<usize> {
        let mut number = self.buckets[bucket(node)];
        while number != NONE {
            if self.node(number as usize).is(node) {
                return Some(number as usize);
            }
            number = self.next[number as usize];
        }
        None
    }

    /// The number of a node of the graph.
    pub(super) const fn number(&self, node: &Node) -> usize {
        match self.find(node) {
            Some(number) => number,
            None => panic!("the walk has met every node"),
        }
    }

    pub(super) const fn facts(&self, node: &Node) -> Facts {
        self.facts[self.number(node)]
    }

    /// The facts about the top node.
    pub(super) const fn top(&self) -> Facts {
        self.facts[0]
    }
}

const fn bucket(node: &Node) -> usize {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "only the lower bits are wanted"
    )]
    let id = node.location.id() as usize;
    id % BUCKETS
}

/// Whether no node at or below `node` has several edges, and no edge has alternatives: then nothing is reached twice.
pub(super) const fn is_chain(node: &'static Node) -> bool {
    length_of_chain(node).is_some()
}

/// The scheme at the end of a chain whose every node requires it: all rules about such a graph are plain.
pub(super) const fn scheme_of_chain(mut node: &'static Node) -> Option<&'static Scheme> {
    let mut length = 1;
    while length <= MAX_NODES {
        node = match (node.kind, node.edges) {
            (Kind::Scheme(scheme), []) => return Some(scheme),
            (Kind::Handler | Kind::Dependency, [edge]) if edge.any.is_empty() && !edge.optional => {
                edge.to
            }
            _ => return None,
        };
        length += 1;
    }
    None // Too long, or a cycle.
}

const fn length_of_chain(mut node: &'static Node) -> Option<usize> {
    let mut length = 1;
    while length <= MAX_NODES {
        match node.edges {
            [] => return Some(length),
            [edge] if edge.any.is_empty() => node = edge.to,
            _ => return None,
        }
        length += 1;
    }
    None // Too long, or a cycle.
}

/// The facts about the graph below a dependency. They are evaluated once, for all its dependants.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// The kind of the node's targets: not resolvable if the resolution would not end.
    pub edges_lead_to: u8,
    /// Whether there may be a problem with the graph as a whole.
    pub(super) may_not_fit_together: bool,
    /// Whether so many futures would be nested that this one needs a box.
    pub is_deep: bool,
}

impl Seen {
    /// Surveys the graph below `node`.
    #[must_use]
    pub const fn below(node: &'static Node) -> Self {
        if let Some(length) = length_of_chain(node) {
            return Self {
                edges_lead_to: target_kind::DEPENDENCY,
                may_not_fit_together: false,
                is_deep: length.is_multiple_of(MAX_NESTED as usize),
            };
        }
        let survey = Survey::of(node);
        Self {
            edges_lead_to: if survey.is_cyclic {
                target_kind::BROKEN
            } else {
                target_kind::DEPENDENCY
            },
            may_not_fit_together: survey.may_not_fit_together(),
            is_deep: survey.facts[0].nested >= MAX_NESTED,
        }
    }
}
