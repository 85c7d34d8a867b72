use std::fmt;
use std::ops::Range;

use super::{Edge, Kind, Node};
use crate::refuse::profile::{Challenge, ChallengeStyle};
use crate::scheme::Scheme;

/// What a handler requires: the constant that enforcement, documentation and audit share.
#[derive(Debug)]
pub struct Plan {
    /// The handler's node first, then the nodes below it in the order of their parameters.
    pub(crate) steps: &'static [Step],
    /// The sets of scopes of which one is enough for a step.
    pub(crate) scope_sets: &'static [ScopeSet],
    pub(crate) scopes: &'static [&'static str],
    pub(crate) text: &'static str,
    /// How many values are kept for others while a request is judged.
    pub(crate) slots: usize,
    /// The handler's step. Those before it are the levels of routers, outermost first.
    pub(crate) handler: usize,
}

impl Plan {
    /// The place from which a handler's dependencies are resolved.
    #[must_use]
    pub const fn root(&'static self) -> Requirement {
        self.at(self.handler)
    }

    pub(crate) const fn at(&'static self, step: usize) -> Requirement {
        Requirement {
            plan: self,
            step,
            #[cfg(feature = "testing")]
            way: step,
        }
    }

    /// Every scheme that it asks, as often as it asks.
    pub(crate) fn schemes(&self) -> impl Iterator<Item = &'static Scheme> {
        self.steps.iter().filter_map(|step| match step.node.kind {
            Kind::Scheme(scheme) => Some(scheme),
            Kind::Handler | Kind::Dependency | Kind::AnyOf | Kind::Broken => None,
        })
    }

    /// The node of the handler.
    pub(crate) fn handler(&self) -> &'static Node {
        self.steps[self.handler].node
    }

    /// The node above all: the handler's, or that of the outermost level.
    pub(crate) fn top(&self) -> &'static Node {
        self.steps[0].node
    }
}

/// A node in one handler's graph: it knows what was merged on the way from the handler to it.
#[derive(Clone, Copy)]
pub struct Requirement {
    plan: &'static Plan,
    step: usize,
    /// The step of this very way, where `step` is one whose value it shares.
    #[cfg(feature = "testing")]
    way: usize,
}

impl Requirement {
    /// The place of what the parameter with the edge number `edge` depends on.
    #[must_use]
    pub fn child(self, edge: usize) -> Self {
        let mut step = self.step + 1;
        for _ in 0..edge {
            step += self.plan.steps[step].width;
        }
        Self {
            step: self.plan.steps[step].same_as,
            #[cfg(feature = "testing")]
            way: step,
            ..self
        }
    }

    /// The places of all that the node depends on, with what leads there.
    pub(crate) fn children(self) -> impl Iterator<Item = (&'static Edge, Self)> {
        let edges = self.node().edges.iter().enumerate();
        edges.map(move |(number, edge)| (edge, self.child(number)))
    }

    /// The scopes merged so far, and the same as one text.
    pub(crate) fn merged(self) -> (&'static [&'static str], &'static str) {
        let step = self.step();
        (
            &self.plan.scopes[step.scopes.as_range()],
            &self.plan.text[step.scope_str.as_range()],
        )
    }

    /// The same node on this very way, although the value may be shared with others.
    #[cfg(feature = "testing")]
    pub(crate) fn on_this_way(self) -> Self {
        let step = self.way;
        Self { step, ..self }
    }

    /// The sets of scopes of which one is enough.
    pub(crate) fn alternatives(self) -> impl ExactSizeIterator<Item = &'static [&'static str]> {
        let Step {
            scopes, scope_sets, ..
        } = self.step();
        let scope_sets = &self.plan.scope_sets[scope_sets.as_range()];
        // Where there is one alternative, and nobody asked for a list of them, it is all of the scopes.
        let (only, count) = match scope_sets {
            [] => (Some(*scopes), 1),
            scope_sets => (None, scope_sets.len()),
        };
        (0..count).map(move |i| {
            let scopes = only.unwrap_or_else(|| scope_sets[i].scopes);
            &self.plan.scopes[scopes.as_range()]
        })
    }

    /// Whether what was granted is enough.
    pub(crate) fn is_satisfied_by(self, mut is_granted: impl FnMut(&str) -> bool) -> bool {
        let Step {
            scopes, scope_sets, ..
        } = self.step();
        let mut are_granted = |scopes: IndexRange| {
            let scopes = &self.plan.scopes[scopes.as_range()];
            scopes.iter().all(|scope| is_granted(scope))
        };
        match &self.plan.scope_sets[scope_sets.as_range()] {
            [] => are_granted(*scopes),
            scope_sets => scope_sets.iter().any(|way| are_granted(way.scopes)),
        }
    }

    #[cfg(feature = "testing")]
    pub(crate) fn is_scheme(self) -> bool {
        matches!(self.node().kind, Kind::Scheme(_))
    }

    pub(super) fn plan(self) -> &'static Plan {
        self.plan
    }

    /// The number of its step.
    pub(super) fn index(self) -> usize {
        self.step
    }

    /// The handler's node.
    pub(crate) fn handler_node(self) -> &'static Node {
        self.plan.handler()
    }

    /// The handler's name.
    pub(crate) fn handler(self) -> &'static str {
        self.plan.handler().name
    }

    pub(crate) fn scheme(self) -> &'static Scheme {
        match self.node().kind {
            Kind::Scheme(scheme) => scheme,
            // Only schemes ask, in code that the derive macro writes.
            Kind::Handler | Kind::Dependency | Kind::AnyOf | Kind::Broken => {
                unreachable!("`{}` is not a security scheme", self.node().name)
            }
        }
    }

    /// Every scheme of the handler, as often as it is asked.
    pub(crate) fn schemes(self) -> impl Iterator<Item = &'static Scheme> {
        self.plan.schemes()
    }

    /// How its challenges are written.
    pub(crate) fn challenge_style(self) -> ChallengeStyle {
        style(self.plan.handler(), self.scheme())
    }

    /// For each alternative, the challenge for a request without credentials, with a bad token, without
    /// the scopes.
    pub(crate) fn challenges(self) -> impl Iterator<Item = [&'static str; 3]> {
        let scope_sets = &self.plan.scope_sets[self.step().scope_sets.as_range()];
        scope_sets
            .iter()
            .map(move |way| way.challenges.map(|span| &self.plan.text[span.as_range()]))
    }

    /// Where the value is kept for other dependants, and how many such places there are.
    pub(crate) fn slot(self) -> Option<Slot> {
        self.in_operation(self.step().slot)
    }

    /// The same for the verified token of a scheme.
    pub(crate) fn token_slot(self) -> Option<Slot> {
        self.in_operation(self.step().token)
    }

    fn in_operation(self, index: usize) -> Option<Slot> {
        let of = self.plan.slots;
        (index != Step::NO_SLOT).then_some(Slot { index, of })
    }

    pub(crate) fn node(self) -> &'static Node {
        self.step().node
    }

    fn step(self) -> &'static Step {
        &self.plan.steps[self.step]
    }
}

/// A place for a value that several dependants receive.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot {
    pub(crate) index: usize,
    /// How many there are for the request.
    pub(crate) of: usize,
}

impl fmt::Debug for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.node().name, self.handler())
    }
}

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
    pub(crate) scopes: IndexRange,
    pub(crate) scope_str: IndexRange,
    /// The alternatives, if there are several, or if it is a scheme.
    pub(crate) scope_sets: IndexRange,
}

impl Step {
    pub(crate) const NO_SLOT: usize = usize::MAX;

    pub(super) const NONE: Self = Self {
        node: &Node::new(Kind::Handler),
        edge: None,
        parent: 0,
        width: 1,
        same_as: 0,
        slot: Self::NO_SLOT,
        token: Self::NO_SLOT,
        scopes: IndexRange::EMPTY,
        scope_str: IndexRange::EMPTY,
        scope_sets: IndexRange::EMPTY,
    };

    /// Whether it is a scheme's step, at `index`, which is no other step's.
    pub(super) const fn has_token_of_its_own(&self, index: usize) -> bool {
        matches!(self.node.kind, Kind::Scheme(_)) && self.same_as == index
    }
}

/// A set of scopes that is enough for a node.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScopeSet {
    pub(crate) scopes: IndexRange,
    pub(crate) scope_str: IndexRange,
    /// For a scheme, in the order of [`Challenge::ALL`].
    pub(crate) challenges: [IndexRange; Challenge::ALL.len()],
}

impl ScopeSet {
    pub(super) const NONE: Self = Self {
        scopes: IndexRange::EMPTY,
        scope_str: IndexRange::EMPTY,
        challenges: [IndexRange::EMPTY; Challenge::ALL.len()],
    };
}

/// A `Range` that is `Copy`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IndexRange {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl IndexRange {
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

/// How a handler's challenges are written where `scheme` refuses.
pub(super) const fn style(handler: &Node, scheme: &Scheme) -> ChallengeStyle {
    match handler.answers {
        Some(answers) => answers.challenge,
        None => scheme.challenge_style,
    }
}
