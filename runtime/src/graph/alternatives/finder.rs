//! The walk over the steps of a merged graph.

use super::candidate::{BUCKETS, Candidate, Found, NONE, Pool, nothing_of};
use super::problem::Problem;
use crate::graph::plan::{IndexRange, ScopeSet, Step};
use crate::graph::set::Set;
use crate::graph::{Edge, Kind};

/// The maximum number of schemes in a graph.
pub(super) const MAX_SCHEMES: usize = 64;

/// The maximum number of different requirements on the authentication of users.
pub(super) const MAX_STEP_UPS: usize = 64;

/// Finds the alternatives of a merged graph.
pub(in crate::graph) struct Finder<'f> {
    pub(super) steps: &'f [Step],
    pub(super) scope_sets: &'f [ScopeSet],
    pub(super) all_scopes: &'f [&'static str],
    pub(super) pool: Pool<'f>,
    /// The number of candidates.
    pub(super) len: usize,
    /// For the current list: the last candidate in each bucket, and how many are not dropped.
    pub(super) last: [u16; BUCKETS],
    pub(super) kept: usize,
    /// The schemes of the graph in the order in which they run, as steps.
    pub(super) schemes: [usize; MAX_SCHEMES],
    pub(super) schemes_len: usize,
    /// For each scheme, those whose credentials are also present if its own are, and those whose credentials cannot be.
    pub(super) presents: [u64; MAX_SCHEMES],
    pub(super) excludes: [u64; MAX_SCHEMES],
    /// The scopes that each scheme of the graph requires, with the scheme.
    pub(super) scopes: [(usize, &'static str); Set::CAPACITY],
    pub(super) scopes_len: usize,
    /// What is required of the authentication of users: the number of a scheme, and a step of it.
    pub(super) step_ups: [(usize, usize); MAX_STEP_UPS],
    pub(super) step_ups_len: usize,
    pub(super) problem: Option<Problem>,
    /// Two schemes whose credentials were required together, but exclude each other.
    pub(super) contradiction: Option<Problem>,
}

impl<'f> Finder<'f> {
    pub(in crate::graph) const fn new(
        steps: &'f [Step],
        scope_sets: &'f [ScopeSet],
        all_scopes: &'f [&'static str],
        pool: Pool<'f>,
    ) -> Self {
        Self {
            steps,
            scope_sets,
            all_scopes,
            pool,
            len: 0,
            last: [NONE; BUCKETS],
            kept: 0,
            schemes: [0; MAX_SCHEMES],
            schemes_len: 0,
            presents: [0; MAX_SCHEMES],
            excludes: [0; MAX_SCHEMES],
            scopes: [(0, ""); Set::CAPACITY],
            scopes_len: 0,
            step_ups: [(0, 0); MAX_STEP_UPS],
            step_ups_len: 0,
            problem: None,
            contradiction: None,
        }
    }

    /// The alternatives of the handler at the top.
    pub(in crate::graph) const fn run(&mut self) -> Result<IndexRange, Problem> {
        // A step is evaluated once all steps below it are.
        let mut entered = 0;
        while entered < self.steps.len() && self.problem.is_none() {
            let mut step = entered;
            entered += 1;
            while step + self.steps[step].width == entered && self.problem.is_none() {
                self.pool.found[step] = self.find(step);
                if step == 0 {
                    return self.finish();
                }
                step = self.steps[step].parent;
            }
        }
        Err(match self.problem {
            Some(problem) => problem,
            None => Problem::NoRoom, // There is no step at all.
        })
    }

    /// Alternatives are shown without the credentials that they must not contain.
    const fn finish(&mut self) -> Result<IndexRange, Problem> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let candidates = self.pool.found[0].candidates;
        let start = self.begin();
        let mut i = candidates.start;
        while i < candidates.end {
            let candidate = self.pool.candidates[i];
            self.add(Candidate {
                without: 0,
                ..candidate
            });
            i += 1;
        }
        let candidates = self.end(start, start);
        match (self.problem, self.contradiction) {
            (Some(problem), _) => Err(problem),
            (None, Some(contradiction)) if candidates.is_empty() => Err(contradiction),
            _ => Ok(candidates),
        }
    }

    const fn find(&mut self, index: usize) -> Found {
        let step = &self.steps[index];
        if step.same_as != index {
            return self.pool.found[step.same_as];
        }
        if matches!(step.node.kind, Kind::Scheme(_)) {
            return self.credentials(index);
        }
        let is_any_of = matches!(step.node.kind, Kind::AnyOf);
        let edges = step.node.edges;
        if let [edge] = edges
            && !edge.optional
        {
            return self.pool.found[index + 1];
        }
        let start = self.begin();
        let mut schemes = 0;
        if !is_any_of {
            self.add(Candidate::NOTHING);
        }
        let (mut child, mut i) = (index + 1, 0);
        while i < edges.len() && self.problem.is_none() {
            let found = self.pool.found[child];
            if is_any_of {
                self.add_alternative(&edges[i], found);
            } else {
                self.multiply(start, &edges[i], found);
            }
            schemes |= found.schemes;
            child += self.steps[child].width;
            i += 1;
        }
        Found {
            candidates: self.end(start, start),
            schemes,
        }
    }

    /// The credentials for a scheme, with each set of scopes that is enough for it.
    const fn credentials(&mut self, index: usize) -> Found {
        let step = &self.steps[index];
        let scheme = self.number(index);
        if self.problem.is_some() {
            return Found::NOTHING;
        }
        // In the order of the list, which contains all of them.
        let mut i = step.scopes.start;
        while i < step.scopes.end {
            self.scope(scheme, self.all_scopes[i]);
            i += 1;
        }
        let step_ups = self.step_ups_at(index, scheme);
        let start = self.begin();
        let mut set = step.scope_sets.start;
        while set < step.scope_sets.end {
            let span = self.scope_sets[set].scopes;
            let mut scopes = Set::EMPTY;
            let mut i = span.start;
            while i < span.end {
                scopes.insert(self.scope(scheme, self.all_scopes[i]));
                i += 1;
            }
            self.add(Candidate {
                schemes: 1 << scheme,
                scopes,
                step_ups,
                ..Candidate::NOTHING
            });
            set += 1;
        }
        Found {
            candidates: self.end(start, start),
            schemes: 1 << scheme,
        }
    }

    const fn add_alternative(&mut self, edge: &Edge, found: Found) {
        let mut i = found.candidates.start;
        while i < found.candidates.end {
            self.add(self.pool.candidates[i]);
            i += 1;
        }
        if edge.optional {
            self.add(nothing_of(found));
        }
    }

    /// Combines each alternative from `start` on with each alternative of an edge.
    const fn multiply(&mut self, start: usize, edge: &Edge, found: Found) {
        let candidates = self.end(start, start);
        let product = self.begin();
        let mut i = candidates.start;
        while i < candidates.end && self.problem.is_none() {
            let candidate = self.pool.candidates[i];
            let mut below = found.candidates.start;
            while below < found.candidates.end {
                self.add(candidate.and(self.pool.candidates[below]));
                below += 1;
            }
            if edge.optional {
                self.add(candidate.and(nothing_of(found)));
            }
            i += 1;
        }
        self.end(product, start);
    }
}
