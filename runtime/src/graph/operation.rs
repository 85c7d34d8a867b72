use std::fmt;

use axum_core::response::Response;

use super::merge::style;
use super::node::{Edge, Kind, Node};
use super::step::{Span, Step, Way};
#[cfg(feature = "testing")]
use super::survey::Survey;
use crate::denial::Denial;
use crate::profile::ChallengeStyle;
use crate::scheme::Scheme;
use crate::security_scopes::SecurityScopes;

/// What a handler requires: the constant that enforcement, documentation and audit share.
#[derive(Debug)]
pub struct Operation {
    /// The handler's node first, then the nodes below it in the order of their parameters.
    pub(crate) steps: &'static [Step],
    /// The sets of scopes of which one is enough for a step.
    pub(crate) ways: &'static [Way],
    pub(crate) scopes: &'static [&'static str],
    pub(crate) text: &'static str,
    /// How many values are kept for others while a request is judged.
    pub(crate) slots: usize,
    /// The handler's step. Those before it are the levels of routers, outermost first.
    pub(crate) handler: usize,
}

impl Operation {
    /// The place from which a handler's dependencies are resolved.
    #[must_use]
    pub const fn root(&'static self) -> At {
        self.at(self.handler)
    }

    pub(crate) const fn at(&'static self, step: usize) -> At {
        At {
            operation: self,
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
pub struct At {
    operation: &'static Operation,
    step: usize,
    /// The step of this very way, where `step` is one whose value it shares.
    #[cfg(feature = "testing")]
    way: usize,
}

impl At {
    /// The place of what the parameter with the edge number `edge` depends on.
    #[must_use]
    pub fn child(self, edge: usize) -> Self {
        let mut step = self.step + 1;
        for _ in 0..edge {
            step += self.operation.steps[step].width;
        }
        Self {
            step: self.operation.steps[step].same_as,
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

    /// Whether something holds for the node here, or for any below it.
    ///
    /// `holds` knows of some nodes, below which nobody looks then. Each node is asked about once, however many
    /// ways lead to it.
    pub(crate) fn any_below(self, mut holds: impl FnMut(&'static Node) -> Option<bool>) -> bool {
        let steps = self.operation.steps;
        let (mut was_met, mut parts) = (Vec::new(), Vec::new());
        let mut next = Some(self.step);
        while let Some(part) = next {
            let (mut step, end) = (part, part + steps[part].width);
            while step < end {
                let Step {
                    node,
                    width,
                    same_as,
                    ..
                } = steps[step];
                match holds(node) {
                    Some(true) => return true,
                    Some(false) => step += width,
                    None => {
                        let is_elsewhere = same_as < part;
                        if is_elsewhere && !was_met.contains(&same_as) {
                            was_met.push(same_as);
                            parts.push(same_as);
                        }
                        step += 1;
                    }
                }
            }
            next = parts.pop();
        }
        false
    }

    /// The scopes merged so far.
    #[must_use]
    pub fn scopes(self) -> SecurityScopes {
        let step = self.step();
        SecurityScopes::new(
            &self.operation.scopes[step.scopes.as_range()],
            &self.operation.text[step.scope_str.as_range()],
            self,
        )
    }

    /// The scopes merged on this very way, although the value may be shared with others.
    #[cfg(feature = "testing")]
    pub(crate) fn asked(self) -> SecurityScopes {
        let step = self.way;
        Self { step, ..self }.scopes()
    }

    /// Whether the value is also that of ways with other scopes.
    #[cfg(feature = "testing")]
    pub(crate) fn is_shared_regardless_of_scopes(self) -> bool {
        self.slot().is_some() && !Survey::of(self.node()).top().uses_scopes
    }

    #[cfg(feature = "testing")]
    pub(crate) fn is_scheme(self) -> bool {
        matches!(self.node().kind, Kind::Scheme(_))
    }

    /// The sets of scopes of which one is enough.
    pub(crate) fn alternatives(self) -> impl ExactSizeIterator<Item = &'static [&'static str]> {
        let Step { scopes, ways, .. } = self.step();
        let ways = &self.operation.ways[ways.as_range()];
        // Where there is one alternative, and nobody asked for a list of them, it is all of the scopes.
        let (only, count) = match ways {
            [] => (Some(*scopes), 1),
            ways => (None, ways.len()),
        };
        (0..count).map(move |i| {
            let scopes = only.unwrap_or_else(|| ways[i].scopes);
            &self.operation.scopes[scopes.as_range()]
        })
    }

    /// Whether what was granted is enough.
    pub(crate) fn is_satisfied_by(self, mut is_granted: impl FnMut(&str) -> bool) -> bool {
        let Step { scopes, ways, .. } = self.step();
        let mut are_granted = |scopes: Span| {
            let scopes = &self.operation.scopes[scopes.as_range()];
            scopes.iter().all(|scope| is_granted(scope))
        };
        match &self.operation.ways[ways.as_range()] {
            [] => are_granted(*scopes),
            ways => ways.iter().any(|way| are_granted(way.scopes)),
        }
    }

    /// The handler's name.
    pub(crate) fn handler(self) -> &'static str {
        self.operation.handler().name
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
        self.operation.schemes()
    }

    /// How a refusal by the scheme here is answered.
    pub(crate) fn reject(self) -> fn(&Denial) -> Response {
        let answers = self.operation.handler().answers;
        answers.map_or(self.scheme().reject, |answers| answers.reject)
    }

    /// How its challenges are written.
    pub(crate) fn challenge_style(self) -> ChallengeStyle {
        style(self.operation.handler(), self.scheme())
    }

    /// For each alternative, the challenge for a request without credentials, with a bad token, without
    /// the scopes.
    pub(crate) fn challenges(self) -> impl Iterator<Item = [&'static str; 3]> {
        let ways = &self.operation.ways[self.step().ways.as_range()];
        ways.iter().map(move |way| {
            way.challenges
                .map(|span| &self.operation.text[span.as_range()])
        })
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
        let of = self.operation.slots;
        (index != Step::NO_SLOT).then_some(Slot { index, of })
    }

    pub(crate) fn node(self) -> &'static Node {
        self.step().node
    }

    fn step(self) -> &'static Step {
        &self.operation.steps[self.step]
    }
}

/// A place for a value that several dependants receive.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot {
    pub(crate) index: usize,
    /// How many there are for the request.
    pub(crate) of: usize,
}

impl fmt::Debug for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.node().name, self.handler())
    }
}

/// Whether credentials are looked for at or below a node.
#[cfg(feature = "testing")]
pub(crate) fn leads_to_a_scheme(node: &'static Node) -> bool {
    Survey::of(node).has_schemes()
}
