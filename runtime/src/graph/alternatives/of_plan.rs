//! The alternatives of a plan, at run time.

use super::candidate::{Candidate, Found, Pool};
use super::finder::Finder;
use super::problem::Problem;
use super::{Alternative, Demand};
use crate::graph::{Plan, Requirements};

impl Plan {
    /// All alternatives of the handler, in order. A public handler has one, which requires nothing.
    ///
    /// A scheme that is required twice appears once, with the scopes of both. An alternative that requires more than
    /// another one with the same schemes is omitted, and so is one that no request can satisfy.
    pub(crate) fn alternatives(&self) -> Vec<Alternative> {
        self.try_alternatives().unwrap_or_default()
    }

    pub(in crate::graph) fn try_alternatives(&self) -> Result<Vec<Alternative>, Problem> {
        let mut room = 2 * self.requirements().steps.len();
        loop {
            let mut candidates = vec![Candidate::NOTHING; room];
            let Requirements {
                steps,
                scope_sets,
                scopes,
                ..
            } = self.requirements();
            let mut found = vec![Found::NOTHING; steps.len()];
            let pool = Pool {
                candidates: &mut candidates,
                found: &mut found,
            };
            let mut finder = Finder::new(steps, scope_sets, scopes, pool);
            match finder.run() {
                Err(Problem::NoRoom) => room *= 2,
                Err(problem) => return Err(problem),
                Ok(candidates) => {
                    let candidates = &finder.pool.candidates[candidates.as_range()];
                    return Ok(candidates
                        .iter()
                        .map(|candidate| finder.alternative(*candidate))
                        .collect());
                }
            }
        }
    }

    /// Whether anyone may call.
    pub(crate) fn is_public(&self) -> bool {
        self.alternatives().iter().any(Vec::is_empty)
    }

    /// Whether no credentials are read, valid or not.
    pub(crate) fn asks_for_nothing(&self) -> bool {
        matches!(&*self.alternatives(), [only] if only.is_empty())
    }
}

impl Finder<'_> {
    fn alternative(&self, candidate: Candidate) -> Alternative {
        let schemes = (0..self.schemes_len).filter(|scheme| candidate.schemes & (1 << scheme) != 0);
        let demand = |scheme| {
            let scopes = self.scopes[..self.scopes_len].iter().enumerate();
            let asked = scopes.filter(|(i, (of, _))| *of == scheme && candidate.scopes.has(*i));
            Demand {
                scheme: self.scheme(scheme),
                scopes: asked.map(|(_, (_, scope))| *scope).collect(),
                step_up: self.step_up(candidate, scheme),
            }
        };
        schemes.map(demand).collect()
    }
}
