//! Memory for merges at compile time: as much as was measured.

use super::alternatives::{Candidate, Finder, Found, Pool, Problem};
use super::challenge::longest;
use super::merge::{Merger, Note, Used};
use super::plan::Requirements;
use super::plan::{ScopeSet, Step};
use super::set::Set;
use super::step_up::one_steps_up;
use super::survey::{Survey, is_chain};
use super::{Kind, Node};
use crate::const_str::text_of;
use crate::refuse::profile::ChallengeKind;

/// The merged requirements of one rule, in a buffer of at least the size that [`plan_size`] returns.
#[derive(Debug)]
pub struct PlanBuffer<const STEPS: usize, const SCOPES: usize, const TEXT: usize, const SETS: usize>
{
    steps: [Step; STEPS],
    scope_sets: [ScopeSet; SETS],
    scopes: [&'static str; SCOPES],
    text: [u8; TEXT],
    used: Used,
    text_len: usize,
    slots: usize,
    problem: Option<&'static str>,
}

impl<const STEPS: usize, const SCOPES: usize, const TEXT: usize, const SETS: usize>
    PlanBuffer<STEPS, SCOPES, TEXT, SETS>
{
    /// Merges the scopes on every path down from `handler`.
    #[must_use]
    pub const fn of(handler: &'static Node) -> Self {
        let survey;
        let survey = if is_chain(handler) {
            None
        } else {
            survey = Survey::of(handler);
            Some(&survey)
        };
        Self::surveyed(handler, survey)
    }

    /// The same for a graph that was surveyed, unless it is a chain.
    pub(super) const fn surveyed(handler: &'static Node, survey: Option<&Survey>) -> Self {
        let mut merged = Self {
            steps: [Step::NONE; STEPS],
            scope_sets: [ScopeSet::NONE; SETS],
            scopes: [""; SCOPES],
            text: [0; TEXT],
            used: Used {
                steps: 0,
                scopes: 0,
                scope_sets: 0,
            },
            text_len: 0,
            slots: 0,
            problem: None,
        };
        // The compiler refuses a cycle; the result then does not matter, but the merge has to end.
        if let Some(survey) = survey
            && (survey.is_cyclic() || survey.is_too_large())
        {
            return merged;
        }
        let (mut notes, mut sets) = ([Note::NONE; STEPS], [Set::EMPTY; SETS]);
        let mut merge = Merger::new(
            survey,
            (&mut merged.steps, &mut notes),
            (&mut merged.scope_sets, &mut sets),
            &mut merged.scopes,
            &mut merged.text,
        );
        merge.run(handler);
        let (used, slots, problem) = (merge.used, merge.slots, merge.problem);
        merged.text_len = merge.text.len();
        merged.used = used;
        merged.slots = slots;
        merged.problem = problem;
        merged
    }

    /// Whether everything except the text fits. If not, its contents must not be used.
    pub(super) const fn fits(&self) -> bool {
        let Used {
            steps,
            scopes,
            scope_sets,
        } = self.used;
        self.problem.is_none() && steps <= STEPS && scopes <= SCOPES && scope_sets <= SETS
    }

    /// How much of each kind of memory is used.
    const fn lengths(&self) -> [usize; 4] {
        let Used {
            steps,
            scopes,
            scope_sets,
        } = self.used;
        [steps, scopes, self.text_len, scope_sets]
    }

    /// The finished requirements.
    ///
    /// # Panics
    /// If something did not fit: a requirement must not be lost.
    #[must_use]
    pub const fn requirements(&'static self) -> Requirements {
        assert!(
            self.fits() && self.text_len <= TEXT,
            "the requirements do not fit"
        );
        Requirements {
            steps: self.steps.split_at(self.used.steps).0,
            scope_sets: self.scope_sets.split_at(self.used.scope_sets).0,
            scopes: self.scopes.split_at(self.used.scopes).0,
            text: text_of(&self.text, self.text_len),
            slots: self.slots,
            steps_up: one_steps_up(self.steps()),
            handler: 0,
        }
    }

    pub(super) const fn steps(&self) -> &[Step] {
        self.steps.split_at(self.used.steps).0
    }

    /// The problem with the alternatives of the handler, if any.
    #[allow(
        clippy::large_stack_arrays,
        reason = "the compiler evaluates it, and has no other memory"
    )]
    pub(super) const fn problem(&self) -> Option<Problem> {
        match self.find_problem(&mut [Candidate::NOTHING; 1024]) {
            Some(Problem::NoRoom) => self.find_problem(&mut [Candidate::NOTHING; 16 * 1024]),
            known => known,
        }
    }

    const fn find_problem(&self, candidates: &mut [Candidate]) -> Option<Problem> {
        let mut found = [Found::NOTHING; STEPS];
        let scope_sets = self.scope_sets.split_at(self.used.scope_sets).0;
        let pool = Pool {
            candidates,
            found: &mut found,
        };
        match Finder::new(self.steps(), scope_sets, &self.scopes, pool).run() {
            Ok(_) => None,
            Err(problem) => Some(problem),
        }
    }

    /// The kind of items of which a graph has too many.
    const fn overflow(&self) -> &'static str {
        match self.problem {
            Some(problem) => problem,
            None => overflow(self.used, [STEPS, SCOPES]),
        }
    }
}

/// A buffer for the largest graph that a handler may have.
pub(super) type LargeBuffer = PlanBuffer<1024, 8192, 0, 2048>;

/// A buffer for most graphs: the size of a buffer costs compile time.
type SmallBuffer = PlanBuffer<256, 1024, 0, 256>;

/// The number of steps, scopes, bytes of text and alternatives that [`PlanBuffer::of`] needs for `handler`.
///
/// # Errors
/// If the graph is too large, or has too many alternatives.
pub const fn plan_size(handler: &'static Node) -> Result<[usize; 4], &'static str> {
    if is_chain(handler) {
        return Ok(measure_chain(handler));
    }
    let survey = Survey::of(handler);
    if survey.is_too_large() {
        return Err(TOO_LARGE);
    }
    if survey.is_cyclic() {
        return Ok([0; 4]); // The compiler refuses it.
    }
    let small = SmallBuffer::surveyed(handler, Some(&survey));
    if small.fits() {
        return match excess(&small, &survey) {
            Some(excess) => Err(excess),
            None => Ok(small.lengths()),
        };
    }
    let large = LargeBuffer::surveyed(handler, Some(&survey));
    if !large.fits() {
        return Err(large.overflow());
    }
    match excess(&large, &survey) {
        Some(excess) => Err(excess),
        None => Ok(large.lengths()),
    }
}

/// Of what a graph has too much to be shown.
const fn excess<const A: usize, const B: usize, const C: usize, const D: usize>(
    merged: &PlanBuffer<A, B, C, D>,
    survey: &Survey,
) -> Option<&'static str> {
    if survey.has_choices()
        && let Some(problem) = merged.problem()
    {
        return problem.excess();
    }
    None
}

const TOO_LARGE: &str =
    "the graph of this handler is too large: it has more than 1024 nodes with sets of scopes";

const TOO_MANY_LISTS: &str =
    "the graph of this handler is too large: its nodes require too many different sets of scopes";

pub(super) const fn overflow(used: Used, [steps, scopes]: [usize; 2]) -> &'static str {
    if used.steps > steps {
        TOO_LARGE
    } else if used.scopes > scopes {
        TOO_MANY_LISTS
    } else {
        "the nodes of this handler's graph have too many alternatives: list fewer scopes in `any(...)`"
    }
}

/// An upper bound of the size for a chain.
///
/// It runs even in `cargo check`, so it compares no strings: a scope that occurs twice on the path is counted twice.
const fn measure_chain(mut node: &'static Node) -> [usize; 4] {
    let [mut steps, mut scopes, mut text, mut scope_sets] = [0; 4];
    loop {
        steps += 1;
        if let Kind::Scheme(scheme) = node.kind {
            scope_sets += 1;
            text += (longest(scheme) + text) * ChallengeKind::ALL.len();
        }
        let [edge] = node.edges else {
            return [steps, scopes, text, scope_sets];
        };
        let mut scope = 0;
        while scope < edge.scopes.len() {
            scopes += 1;
            text += edge.scopes[scope].len() + 1;
            scope += 1;
        }
        node = edge.to;
    }
}
