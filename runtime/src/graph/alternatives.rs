//! The alternatives of a handler: credentials that a request must have together.
//!
//! The compiler counts them, and refuses a handler that no request can satisfy, or with more alternatives than a person
//! can review. Documents and audits read the same alternatives.

use super::carrier::{excludes, presents};
use super::plan::{IndexRange, ScopeSet, Step};
use super::set::Set;
use super::{Edge, Kind, Plan};
use crate::const_str::same;
use crate::scheme::Scheme;

/// An alternative of a handler: credentials for each scheme, with their scopes, outermost first.
pub(crate) type Alternative = Vec<(&'static Scheme, Vec<&'static str>)>;

/// The maximum number of alternatives.
pub(super) const MAX_ALTERNATIVES: usize = 256;

const MAX_SCHEMES: usize = 64;

/// A problem with the alternatives of a handler.
#[derive(Debug, Clone, Copy)]
pub(super) enum Problem {
    /// There is none: a request cannot have the credentials for both of these.
    Impossible(&'static Scheme, &'static Scheme),
    TooMany,
    TooManySchemes,
    TooManyScopes,
    /// Not a problem of the graph, but of the buffer's size.
    NoRoom,
}

impl Problem {
    /// The kind of items of which there are too many, if any.
    pub(super) const fn excess(self) -> Option<&'static str> {
        match self {
            Self::Impossible(..) => None,
            Self::TooMany | Self::NoRoom => Some(TOO_MANY),
            Self::TooManySchemes => Some(TOO_MANY_SCHEMES),
            Self::TooManyScopes => Some(TOO_MANY_SCOPES),
        }
    }
}

const TOO_MANY: &str = "this handler accepts more than 256 combinations of credentials and scopes, too many to \
                        review\n\nhelp: use fewer alternatives, or declare a scope that implies several of them";

const TOO_MANY_SCHEMES: &str =
    "this handler requires the credentials of more than 64 security schemes";

const TOO_MANY_SCOPES: &str =
    "this handler requires more than 256 scopes, counted for each security scheme";

/// An alternative, or what is known of it so far.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    /// The schemes whose credentials it contains.
    schemes: u64,
    /// The schemes whose credentials it must not contain: with them, optional scopes would be required.
    without: u64,
    /// The scopes of the schemes, by their index in [`Judge::scopes`].
    scopes: Set,
    /// The previous candidate of the same list and bucket.
    previous: u16,
    /// Whether another candidate covers it.
    is_dropped: bool,
}

/// Candidates with different schemes cannot cover each other, so each is compared with those in its bucket only.
const BUCKETS: usize = 61;

/// In place of a candidate.
const NONE: u16 = u16::MAX;

impl Candidate {
    pub(super) const NOTHING: Self = Self {
        schemes: 0,
        without: 0,
        scopes: Set::EMPTY,
        previous: NONE,
        is_dropped: false,
    };

    const fn bucket(self) -> usize {
        #[allow(clippy::cast_possible_truncation, reason = "there are 61 buckets")]
        let bucket = (self.schemes % BUCKETS as u64) as usize;
        bucket
    }

    const fn and(self, other: Self) -> Self {
        Self {
            schemes: self.schemes | other.schemes,
            without: self.without | other.without,
            scopes: self.scopes.union(other.scopes),
            ..Self::NOTHING
        }
    }

    /// Whether every request that `other` admits is admitted by this one.
    const fn covers(self, other: Self) -> bool {
        self.schemes == other.schemes
            && self.without & !other.without == 0
            && self.scopes.is_subset_of(other.scopes)
    }
}

/// Memory for candidates, and for the results of each step.
pub(super) struct Pool<'p> {
    pub(super) candidates: &'p mut [Candidate],
    pub(super) found: &'p mut [Found],
}

/// The alternatives of a step, and the schemes at and below it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    candidates: IndexRange,
    schemes: u64,
}

impl Found {
    pub(super) const NOTHING: Self = Self {
        candidates: IndexRange::EMPTY,
        schemes: 0,
    };
}

/// Finds the alternatives of a merged graph.
pub(super) struct Judge<'j> {
    steps: &'j [Step],
    scope_sets: &'j [ScopeSet],
    all_scopes: &'j [&'static str],
    pool: Pool<'j>,
    /// The number of candidates.
    len: usize,
    /// For the current list: the last candidate in each bucket, and how many are not dropped.
    last: [u16; BUCKETS],
    kept: usize,
    /// The schemes of the graph in the order in which they run, as steps.
    schemes: [usize; MAX_SCHEMES],
    schemes_len: usize,
    /// For each scheme, those whose credentials are also present if its own are, and those whose credentials cannot be.
    presents: [u64; MAX_SCHEMES],
    excludes: [u64; MAX_SCHEMES],
    /// The scopes that each scheme of the graph requires, with the scheme.
    scopes: [(usize, &'static str); Set::CAPACITY],
    scopes_len: usize,
    problem: Option<Problem>,
    /// Two schemes whose credentials were required together, but exclude each other.
    contradiction: Option<Problem>,
}

impl<'j> Judge<'j> {
    pub(super) const fn new(
        steps: &'j [Step],
        scope_sets: &'j [ScopeSet],
        all_scopes: &'j [&'static str],
        pool: Pool<'j>,
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
            problem: None,
            contradiction: None,
        }
    }

    /// The alternatives of the handler at the top.
    pub(super) const fn run(&mut self) -> Result<IndexRange, Problem> {
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

    /// Begins a list of alternatives at the end, and returns its start.
    const fn begin(&mut self) -> usize {
        self.last = [NONE; BUCKETS];
        self.kept = 0;
        self.len
    }

    /// Ends the list that began at `from`, and moves its remaining candidates to `to`.
    const fn end(&mut self, from: usize, to: usize) -> IndexRange {
        let (mut end, mut i) = (to, from);
        while i < self.len {
            if !self.pool.candidates[i].is_dropped {
                self.pool.candidates[end] = self.pool.candidates[i];
                end += 1;
            }
            i += 1;
        }
        self.len = end;
        IndexRange { start: to, end }
    }

    /// Adds to the current list, unless one of its alternatives covers this one. Of equal ones, the first is kept.
    const fn add(&mut self, candidate: Candidate) {
        if self.problem.is_some() || !self.is_possible(candidate) {
            return;
        }
        let bucket = candidate.bucket();
        let mut i = self.last[bucket];
        while i != NONE {
            let known = self.pool.candidates[i as usize];
            if !known.is_dropped && known.schemes == candidate.schemes {
                if known.covers(candidate) {
                    return;
                }
                if candidate.covers(known) {
                    self.pool.candidates[i as usize].is_dropped = true;
                    self.kept -= 1;
                }
            }
            i = known.previous;
        }
        if self.len == self.pool.candidates.len() || self.len >= NONE as usize {
            self.problem = Some(Problem::NoRoom);
        } else if self.kept == MAX_ALTERNATIVES {
            self.problem = Some(Problem::TooMany);
        } else {
            self.pool.candidates[self.len] = Candidate {
                previous: self.last[bucket],
                is_dropped: false,
                ..candidate
            };
            #[allow(clippy::cast_possible_truncation, reason = "it was compared before")]
            let number = self.len as u16;
            self.last[bucket] = number;
            self.len += 1;
            self.kept += 1;
        }
    }

    /// Whether a request can have these credentials without those that it must not have.
    const fn is_possible(&mut self, candidate: Candidate) -> bool {
        let mut scheme = 0;
        while scheme < self.schemes_len {
            if candidate.schemes & (1 << scheme) != 0 {
                let excluded = self.excludes[scheme] & candidate.schemes;
                if excluded != 0 {
                    let other = excluded.trailing_zeros() as usize;
                    let both = (self.scheme(scheme), self.scheme(other));
                    self.contradiction = Some(Problem::Impossible(both.0, both.1));
                }
                if excluded != 0 || self.presents[scheme] & candidate.without != 0 {
                    return false;
                }
            }
            scheme += 1;
        }
        true
    }

    /// The number of the scheme at a step.
    const fn number(&mut self, index: usize) -> usize {
        let mut number = 0;
        while number < self.schemes_len {
            if self.steps[self.schemes[number]]
                .node
                .is(self.steps[index].node)
            {
                return number;
            }
            number += 1;
        }
        if number == MAX_SCHEMES {
            self.problem = Some(Problem::TooManySchemes);
            return 0;
        }
        self.schemes[number] = index;
        self.schemes_len += 1;
        let (new, handler) = (self.scheme(number), self.steps[0].node);
        let mut other = 0;
        while other < self.schemes_len {
            let known = self.scheme(other);
            if presents(known, new) {
                self.presents[other] |= 1 << number;
                self.presents[number] |= 1 << other;
            }
            if excludes(handler, known, new) {
                self.excludes[other] |= 1 << number;
                self.excludes[number] |= 1 << other;
            }
            other += 1;
        }
        number
    }

    const fn scheme(&self, number: usize) -> &'static Scheme {
        match self.steps[self.schemes[number]].node.kind {
            Kind::Scheme(scheme) => scheme,
            _ => panic!("the step of a scheme is of one"),
        }
    }

    /// The number of a scope of a scheme.
    const fn scope(&mut self, scheme: usize, scope: &'static str) -> usize {
        let mut i = 0;
        while i < self.scopes_len {
            if self.scopes[i].0 == scheme && same(self.scopes[i].1, scope) {
                return i;
            }
            i += 1;
        }
        if i == self.scopes.len() {
            self.problem = Some(Problem::TooManyScopes);
            return 0;
        }
        self.scopes[i] = (scheme, scope);
        self.scopes_len += 1;
        i
    }

    fn alternative(&self, candidate: Candidate) -> Alternative {
        let schemes = (0..self.schemes_len).filter(|scheme| candidate.schemes & (1 << scheme) != 0);
        let with_scopes = schemes.map(|scheme| {
            let scopes = self.scopes[..self.scopes_len].iter().enumerate();
            let asked = scopes.filter(|(i, (of, _))| *of == scheme && candidate.scopes.has(*i));
            (
                self.scheme(scheme),
                asked.map(|(_, (_, scope))| *scope).collect(),
            )
        });
        with_scopes.collect()
    }
}

/// The candidate for an optional edge without credentials.
const fn nothing_of(found: Found) -> Candidate {
    Candidate {
        without: found.schemes,
        ..Candidate::NOTHING
    }
}

impl Plan {
    /// All alternatives of the handler, in order. A public handler has one, which requires nothing.
    ///
    /// A scheme that is required twice appears once, with the scopes of both. An alternative that requires more than
    /// another one with the same schemes is omitted, and so is one that no request can satisfy.
    pub(crate) fn alternatives(&self) -> Vec<Alternative> {
        self.try_alternatives().unwrap_or_default()
    }

    pub(super) fn try_alternatives(&self) -> Result<Vec<Alternative>, Problem> {
        let mut room = 2 * self.steps.len();
        loop {
            let mut candidates = vec![Candidate::NOTHING; room];
            let mut found = vec![Found::NOTHING; self.steps.len()];
            let pool = Pool {
                candidates: &mut candidates,
                found: &mut found,
            };
            let mut judge = Judge::new(self.steps, self.scope_sets, self.scopes, pool);
            match judge.run() {
                Err(Problem::NoRoom) => room *= 2,
                Err(problem) => return Err(problem),
                Ok(candidates) => {
                    let candidates = &judge.pool.candidates[candidates.as_range()];
                    return Ok(candidates
                        .iter()
                        .map(|candidate| judge.alternative(*candidate))
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
