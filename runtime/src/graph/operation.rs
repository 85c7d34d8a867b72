use std::fmt;

use super::merge::Step;
use super::node::{Kind, Node};
use crate::scheme::Scheme;
use crate::security_scopes::SecurityScopes;

/// What a handler requires: the constant that enforcement, documentation and audit share.
#[derive(Debug)]
pub struct Operation {
    /// The handler's node first, then the nodes below it in the order of their parameters.
    pub(crate) steps: &'static [Step],
    pub(crate) scopes: &'static [&'static str],
    pub(crate) text: &'static str,
}

impl Operation {
    /// The place from which a handler's dependencies are resolved.
    #[must_use]
    pub const fn root(&'static self) -> At {
        At {
            operation: self,
            step: 0,
        }
    }

    /// The node of the handler.
    pub(crate) fn handler(&self) -> &'static Node {
        self.steps[0].node
    }
}

/// A node in one handler's graph: it knows what was merged on the way from the handler to it.
#[derive(Clone, Copy)]
pub struct At {
    operation: &'static Operation,
    step: usize,
}

impl At {
    /// The place of what the parameter with the edge number `edge` depends on.
    #[must_use]
    pub fn child(self, edge: usize) -> Self {
        let mut step = self.step + 1;
        for _ in 0..edge {
            step += self.operation.steps[step].width;
        }
        Self { step, ..self }
    }

    /// The scopes merged so far.
    #[must_use]
    pub fn scopes(self) -> SecurityScopes {
        let step = self.step();
        SecurityScopes::new(
            &self.operation.scopes[step.scopes.as_range()],
            &self.operation.text[step.scope_str.as_range()],
        )
    }

    /// The handler's name.
    pub(crate) fn handler(self) -> &'static str {
        self.operation.handler().name
    }

    pub(crate) fn scheme(self) -> &'static Scheme {
        match self.node().kind {
            Kind::Scheme(scheme) => scheme,
            // Only schemes ask, in code that the derive macro writes.
            Kind::Handler | Kind::Dependency | Kind::Broken => {
                unreachable!("`{}` is not a security scheme", self.node().name)
            }
        }
    }

    /// The challenge for a request without credentials, with a bad token, without the scopes.
    pub(crate) fn challenges(self) -> [&'static str; 3] {
        self.step()
            .challenges
            .map(|span| &self.operation.text[span.as_range()])
    }

    fn node(self) -> &'static Node {
        self.step().node
    }

    fn step(self) -> &'static Step {
        &self.operation.steps[self.step]
    }
}

impl fmt::Debug for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.node().name, self.handler())
    }
}
