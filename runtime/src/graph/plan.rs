use std::fmt;
use std::ops::Range;

use super::{Edge, Kind, Location, Node};
use crate::refuse::profile::{ChallengeKind, ChallengeStyle};
use crate::scheme::Scheme;

/// A handler, and what it requires: the constant that enforcement, documentation and audit share.
#[derive(Debug)]
pub struct Plan {
    pub(super) handler: Node,
    pub(super) requirements: Source,
}

/// Where the merged requirements are.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source {
    /// In a constant. A function returns it, because the compiler inspects all that a static refers to: in the static of
    /// each handler, it would inspect the requirements again.
    Constant(fn() -> &'static Requirements),
    /// Here.
    Data(&'static Requirements),
}

/// The merged requirements of a [`Rule`](super::Rule): handlers with the same rule share them.
#[derive(Debug)]
pub struct Requirements {
    /// The handler's node first, then the nodes below it in the order of their parameters.
    pub(crate) steps: &'static [Step],
    /// The sets of scopes of which one is enough for a step.
    pub(crate) scope_sets: &'static [ScopeSet],
    pub(crate) scopes: &'static [&'static str],
    pub(crate) text: &'static str,
    /// How many values are kept for other steps during a request.
    pub(crate) slots: usize,
    /// Whether a step requires something of the authentication of a token's user.
    pub(crate) steps_up: bool,
    /// The handler's step. Those before it are the levels of routers, outermost first.
    pub(crate) handler: usize,
}

impl Requirements {
    /// Of a graph that does not compile.
    pub(super) const NONE: Self = Self {
        steps: &[],
        scope_sets: &[],
        scopes: &[],
        text: "",
        slots: 0,
        steps_up: false,
        handler: 0,
    };
}

impl Plan {
    /// Stands for that of a handler whose attribute is invalid.
    pub const BROKEN: Self = Self::new(Node::BROKEN, &Requirements::NONE);

    /// The plan of a handler with these merged requirements.
    #[must_use]
    pub const fn new(handler: Node, requirements: &'static Requirements) -> Self {
        Self {
            handler,
            requirements: Source::Data(requirements),
        }
    }

    pub(super) const fn with_constant(
        handler: Node,
        requirements: fn() -> &'static Requirements,
    ) -> Self {
        Self {
            handler,
            requirements: Source::Constant(requirements),
        }
    }

    /// The merged requirements.
    pub(crate) fn requirements(&self) -> &'static Requirements {
        match self.requirements {
            Source::Constant(requirements) => requirements(),
            Source::Data(requirements) => requirements,
        }
    }

    /// The place from which a handler's dependencies are resolved.
    #[must_use]
    pub fn root(&'static self) -> Requirement {
        self.at(self.requirements().handler)
    }

    pub(crate) fn at(&'static self, step: usize) -> Requirement {
        let step = &self.requirements().steps[step];
        Requirement {
            plan: self,
            step,
            #[cfg(feature = "testing")]
            on_path: step,
        }
    }

    /// Every scheme that it requires, with duplicates.
    pub(crate) fn schemes(&self) -> impl Iterator<Item = &'static Scheme> {
        let steps = self.requirements().steps.iter();
        steps.filter_map(|step| match step.node.kind {
            Kind::Scheme(scheme) => Some(scheme),
            Kind::Handler | Kind::Dependency | Kind::AnyOf | Kind::Broken => None,
        })
    }

    /// The scopes that its functions require only of some requests, with the nodes of these functions, the handler last.
    pub(crate) fn scopes_of_some_requests(&'static self) -> Vec<(&'static Node, &'static str)> {
        let mut found: Vec<(&'static Node, &'static str)> = Vec::new();
        let steps = self.requirements().steps.iter().map(|step| step.node);
        for node in steps.chain([self.handler()]) {
            let is_new = |(known, _): &(&Node, _)| !known.location.is(&node.location);
            if found.iter().all(is_new) {
                found.extend(node.may_require.iter().map(|scope| (node, *scope)));
            }
        }
        found
    }

    /// What its functions decide about objects, each once, with whether a caller without the permission gets 404.
    #[cfg(feature = "openapi")]
    pub(crate) fn permissions(&'static self) -> Vec<(&'static str, bool)> {
        let mut found = Vec::new();
        for step in self.requirements().steps {
            if let Some(permission) = step.node.permission {
                let permission = (permission, step.node.not_found);
                if !found.contains(&permission) {
                    found.push(permission);
                }
            }
        }
        found
    }

    /// The node of the handler.
    pub(crate) const fn handler(&'static self) -> &'static Node {
        &self.handler
    }

    /// The top node: that of the handler, or of the outermost level.
    pub(crate) fn top(&'static self) -> &'static Node {
        self.at(0).node()
    }
}

/// A node in one handler's graph, with the requirement that was merged on the path from the handler to it.
///
/// Two pointers: functions pass them in registers.
#[derive(Clone, Copy)]
pub struct Requirement {
    plan: &'static Plan,
    step: &'static Step,
    /// The step of this path, if `step` is one whose value it shares.
    #[cfg(feature = "testing")]
    on_path: &'static Step,
}

impl Requirement {
    /// The place of the dependency of the parameter with the edge number `edge`.
    #[must_use]
    #[inline]
    pub fn child(self, edge: usize) -> Self {
        let steps = self.steps();
        let mut index = self.step.index + 1;
        for _ in 0..edge {
            index += steps[index].width;
        }
        let step = &steps[index];
        Self {
            step: &steps[step.same_as],
            #[cfg(feature = "testing")]
            on_path: step,
            ..self
        }
    }

    /// The places of the node's dependencies, with their edges.
    pub(crate) fn children(self) -> impl Iterator<Item = (&'static Edge, Self)> {
        let edges = self.node().edges.iter().enumerate();
        edges.map(move |(number, edge)| (edge, self.child(number)))
    }

    /// The scopes merged so far, as a list and as one text.
    pub(crate) fn merged(self) -> (&'static [&'static str], &'static str) {
        let (step, requirements) = (self.step, self.requirements());
        (
            &requirements.scopes[step.scopes.as_range()],
            &requirements.text[step.scope_str.as_range()],
        )
    }

    /// The same node on this path, even if the value is shared with others.
    #[cfg(feature = "testing")]
    pub(crate) fn on_this_path(self) -> Self {
        let step = self.on_path;
        Self { step, ..self }
    }

    /// The sets of scopes of which one is enough.
    pub(crate) fn alternatives(self) -> impl ExactSizeIterator<Item = &'static [&'static str]> {
        let (Step { scopes, .. }, requirements) = (self.step, self.requirements());
        let scope_sets = &requirements.scope_sets[self.step.scope_sets.as_range()];
        // If there is one alternative without an explicit list, it consists of all scopes.
        let (only, count) = match scope_sets {
            [] => (Some(*scopes), 1),
            scope_sets => (None, scope_sets.len()),
        };
        (0..count).map(move |i| {
            let scopes = only.unwrap_or_else(|| scope_sets[i].scopes);
            &requirements.scopes[scopes.as_range()]
        })
    }

    /// Whether the granted scopes are enough.
    pub(crate) fn is_satisfied_by(self, mut is_granted: impl FnMut(&str) -> bool) -> bool {
        let requirements = self.requirements();
        let mut are_granted = |scopes: IndexRange| {
            let scopes = &requirements.scopes[scopes.as_range()];
            scopes.iter().all(|scope| is_granted(scope))
        };
        match &requirements.scope_sets[self.step.scope_sets.as_range()] {
            [] => are_granted(self.step.scopes),
            scope_sets => scope_sets.iter().any(|set| are_granted(set.scopes)),
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
        self.step.index
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
        match self.step.node.kind {
            Kind::Scheme(scheme) => scheme,
            // Only schemes call this, in code that the derive macro generates.
            Kind::Handler | Kind::Dependency | Kind::AnyOf | Kind::Broken => {
                unreachable!("`{}` is not a security scheme", self.node().name)
            }
        }
    }

    /// Every scheme of the handler, with duplicates.
    pub(crate) fn schemes(self) -> impl Iterator<Item = &'static Scheme> {
        self.plan.schemes()
    }

    /// Whether it stands for the place of a value that a test has made, without a request.
    pub(crate) fn is_of_no_request(self) -> bool {
        cfg!(feature = "testing") && self.plan.handler().location.is(&Location::NOWHERE)
    }

    /// Whether a function of the handler's graph declares that it may require this scope.
    pub(crate) fn may_require(self, scope: &str) -> bool {
        let steps = self.steps().iter().map(|step| step.node);
        let mut nodes = steps.chain([self.handler_node()]);
        nodes.any(|node| node.may_require.contains(&scope))
    }

    /// The style of its challenges.
    pub(crate) fn challenge_style(self) -> ChallengeStyle {
        style(self.plan.handler(), self.scheme())
    }

    /// For each alternative, its challenges.
    pub(crate) fn challenges(self) -> impl Iterator<Item = Prepared> {
        let requirements = self.requirements();
        let scope_sets = &requirements.scope_sets[self.step.scope_sets.as_range()];
        let text = |range: IndexRange| &requirements.text[range.as_range()];
        scope_sets.iter().map(move |set| Prepared {
            scope: text(set.scope_str),
            texts: set.challenges.map(text),
        })
    }

    /// Where the value is kept for other dependants, and the number of such slots.
    #[inline]
    pub(crate) fn slot(self) -> Option<Slot> {
        self.slot_at(self.step.slot)
    }

    /// The same for the verified token of a scheme.
    #[inline]
    pub(crate) fn token_slot(self) -> Option<Slot> {
        self.slot_at(self.step.token)
    }

    #[inline]
    fn slot_at(self, index: usize) -> Option<Slot> {
        (index != Step::NO_SLOT).then(|| Slot {
            index,
            of: self.requirements().slots,
        })
    }

    pub(crate) fn node(self) -> &'static Node {
        // The step has the node of the rule, without a name and a place.
        if self.step.index == self.requirements().handler {
            return self.plan.handler();
        }
        self.step.node
    }

    pub(super) fn step(self) -> &'static Step {
        self.step
    }

    pub(super) fn requirements(self) -> &'static Requirements {
        self.plan.requirements()
    }

    /// All steps of the graph.
    pub(super) fn steps(self) -> &'static [Step] {
        self.requirements().steps
    }
}

/// A slot for a value that several dependants receive.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot {
    pub(crate) index: usize,
    /// The number of slots of the request.
    pub(crate) of: usize,
}

impl fmt::Debug for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.node().name, self.handler())
    }
}

/// A node in the graph of one handler, on one path down to it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(crate) node: &'static Node,
    /// The edge to it. The handler has none.
    pub(crate) edge: Option<&'static Edge>,
    /// Its number.
    pub(crate) index: usize,
    /// The step that the edge comes from.
    pub(crate) parent: usize,
    /// The number of steps in the subtree that starts here.
    pub(crate) width: usize,
    /// The step whose value this one has: an earlier one, or itself. The subtree of a shared step exists only at the
    /// earlier one.
    pub(crate) same_as: usize,
    /// Where the value is kept, if several dependants receive it.
    pub(crate) slot: usize,
    /// For a scheme: where its verified token is kept, if other steps need it, too.
    pub(crate) token: usize,
    /// Every scope merged so far that is relevant here.
    pub(crate) scopes: IndexRange,
    pub(crate) scope_str: IndexRange,
    /// The alternatives, if there are several, or if it is a scheme.
    pub(crate) scope_sets: IndexRange,
    /// Whether an edge on the path to it requires something of the authentication of a token's user.
    pub(crate) steps_up: bool,
}

impl Step {
    pub(crate) const NO_SLOT: usize = usize::MAX;

    pub(super) const NONE: Self = Self {
        node: &Node::new(Kind::Handler),
        edge: None,
        index: 0,
        parent: 0,
        width: 1,
        same_as: 0,
        slot: Self::NO_SLOT,
        token: Self::NO_SLOT,
        scopes: IndexRange::EMPTY,
        scope_str: IndexRange::EMPTY,
        scope_sets: IndexRange::EMPTY,
        steps_up: false,
    };

    /// Whether it is the step of a scheme, at `index`, and not shared from another step.
    pub(super) const fn has_token_of_its_own(&self, index: usize) -> bool {
        matches!(self.node.kind, Kind::Scheme(_)) && self.same_as == index
    }
}

/// Whether every request that is accepted has passed a step.
pub(super) fn is_always_asked(steps: &[Step], index: usize) -> bool {
    let Step { edge, parent, .. } = steps[index];
    let Some(edge) = edge else {
        return true;
    };
    let is_alternative = matches!(steps[parent].node.kind, Kind::AnyOf);
    !edge.optional && !is_alternative && is_always_asked(steps, parent)
}

/// A set of scopes that is enough for a node.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScopeSet {
    pub(crate) scopes: IndexRange,
    pub(crate) scope_str: IndexRange,
    /// For a scheme, in the order of [`ChallengeKind::ALL`].
    pub(crate) challenges: [IndexRange; ChallengeKind::ALL.len()],
}

impl ScopeSet {
    pub(super) const NONE: Self = Self {
        scopes: IndexRange::EMPTY,
        scope_str: IndexRange::EMPTY,
        challenges: [IndexRange::EMPTY; ChallengeKind::ALL.len()],
    };
}

/// The challenges for an alternative of a scheme.
#[derive(Clone, Copy)]
pub(crate) struct Prepared {
    /// Its scopes, for a challenge that cannot be prepared.
    pub(crate) scope: &'static str,
    /// In the order of [`ChallengeKind::ALL`].
    pub(crate) texts: [&'static str; ChallengeKind::ALL.len()],
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

/// The style of a handler's challenges when `scheme` refuses.
pub(super) const fn style(handler: &Node, scheme: &Scheme) -> ChallengeStyle {
    match handler.answers {
        Some(answers) => answers.challenge,
        None => scheme.challenge_style,
    }
}
