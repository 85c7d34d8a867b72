//! What an [`Operation`](super::Operation) is made of.

use std::ops::Range;

use super::node::{Edge, Kind, Node};
use crate::profile::Challenge;

/// A node in the graph of one handler, on one way down to it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(crate) node: &'static Node,
    /// What leads to it. Nothing leads to the handler.
    pub(crate) edge: Option<&'static Edge>,
    /// The step that the edge comes from.
    pub(crate) parent: usize,
    /// The number of steps in the subtree that starts here.
    pub(crate) width: usize,
    /// The step whose value this one gives: an earlier one, or itself. An earlier one's subtree
    /// stands only there.
    pub(crate) same_as: usize,
    /// Where the value is kept, if it is for several dependants.
    pub(crate) slot: usize,
    /// For a scheme: where its verified token is kept, if other steps need that too.
    pub(crate) token: usize,
    /// Every scope merged so far that makes a difference.
    pub(crate) scopes: Span,
    pub(crate) scope_str: Span,
    /// The alternatives, if there are several, or if it is a scheme.
    pub(crate) ways: Span,
}

impl Step {
    pub(crate) const NO_SLOT: usize = usize::MAX;

    pub(super) const NONE: Self = Self {
        node: &Node::placeholder(Kind::Handler),
        edge: None,
        parent: 0,
        width: 1,
        same_as: 0,
        slot: Self::NO_SLOT,
        token: Self::NO_SLOT,
        scopes: Span::EMPTY,
        scope_str: Span::EMPTY,
        ways: Span::EMPTY,
    };

    /// Whether it is a scheme's step, at `index`, which is no other step's.
    pub(super) const fn has_token_of_its_own(&self, index: usize) -> bool {
        matches!(self.node.kind, Kind::Scheme(_)) && self.same_as == index
    }
}

/// A set of scopes that is enough for a node.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way {
    pub(crate) scopes: Span,
    pub(crate) scope_str: Span,
    /// For a scheme, in the order of [`Challenge::ALL`].
    pub(crate) challenges: [Span; Challenge::ALL.len()],
}

impl Way {
    pub(super) const NONE: Self = Self {
        scopes: Span::EMPTY,
        scope_str: Span::EMPTY,
        challenges: [Span::EMPTY; Challenge::ALL.len()],
    };
}

/// A `Range` that is `Copy`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Span {
    pub(crate) const EMPTY: Self = Self { start: 0, end: 0 };

    pub(crate) const fn as_range(self) -> Range<usize> {
        self.start..self.end
    }

    pub(crate) const fn len(self) -> usize {
        self.end - self.start
    }

    pub(super) const fn is_empty(self) -> bool {
        self.end == self.start
    }
}
