//! The merge at run time, for handlers inside of levels that are known when a router is built.

use std::borrow::Cow;

use super::alternatives::Problem;
use super::buffer::overflow;
use super::merge::{Merger, Note};
use super::plan::{IndexRange, Requirements, ScopeSet, Step, is_always_asked};
use super::set::Set;
use super::step_up::one_steps_up;
use super::survey::Survey;
use super::{Edge, Kind, Node, Plan, Requirement, StepUpPath};
use crate::const_str::text_of;
use crate::graph::check::{contradiction, no_acr_in_levels};
use crate::scheme::Scheme;

/// The maximum number of steps when a router is built.
const MOST_STEPS: usize = 4096;

impl Plan {
    /// The plan of `handler` inside of levels, outermost first.
    ///
    /// # Errors
    /// If no request could satisfy it, or it has too many alternatives to review.
    pub(crate) fn below(
        levels: &[&'static Node],
        handler: &'static Node,
    ) -> Result<Self, Cow<'static, str>> {
        let mut top = handler;
        for (number, level) in (1..).zip(levels.iter().rev()) {
            top = put_below(level, number, top, handler)?;
        }
        let mut requirements = GrowingBuffer::of(top)?.leak();
        for _ in levels {
            let own = requirements.handler + 1;
            requirements.handler = own + requirements.steps[own].width;
        }
        // Within a function, the compiler checks that.
        if !levels.is_empty()
            && let Some(scheme) = contradicted(requirements.steps)
        {
            return Err(no_acr_in_levels(scheme).into());
        }
        let plan = Self::new(handler.clone(), Box::leak(Box::new(requirements)));
        match plan.try_alternatives() {
            Ok(_) => Ok(plan),
            Err(Problem::Impossible(a, b)) => Err(contradiction(a, b).into()),
            Err(Problem::NoAcr(scheme)) => Err(no_acr_in_levels(scheme).into()),
            Err(problem) => Err(problem.excess().unwrap_or_default().into()),
        }
    }

    /// The places of the levels' requirements, outermost first.
    pub(crate) fn levels(&'static self) -> impl Iterator<Item = Requirement> {
        let mut level = 0;
        std::iter::from_fn(move || {
            let own = (level < self.requirements().handler).then(|| self.at(level).child(0))?;
            level += 1 + self.requirements().steps[level + 1].width;
            Some(own)
        })
    }
}

/// The first scheme whose tokens no value of `acr` satisfies on a path down to it. It may be one of several alternatives.
fn contradicted(steps: &[Step]) -> Option<&'static Scheme> {
    (0..steps.len()).find_map(|index| match steps[index].node.kind {
        Kind::Scheme(scheme) if steps[index].steps_up => {
            let required = StepUpPath::to(steps, index).merged();
            required.is_impossible().then_some(scheme)
        }
        _ => None,
    })
}

/// A level around its inner node: first its own requirement, then what it adds to everything inside.
///
/// A level may be inside of another with the same declaration: the number distinguishes them.
fn put_below(
    level: &'static Node,
    number: u64,
    below: &'static Node,
    handler: &'static Node,
) -> Result<&'static Node, Cow<'static, str>> {
    let required = &level.edges[0];
    let down = Edge {
        to: below,
        cache: false,
        ..*required
    };
    let node = |edges: Vec<Edge>| -> &'static Node {
        Box::leak(Box::new(Node {
            name: level.name,
            location: level.location.of_copy(number),
            edges: edges.leak(),
            scope_lines: level.scope_lines,
            answers: handler.answers,
            ..Node::new(Kind::Dependency)
        }))
    };
    let known = GrowingBuffer::of(node(vec![down]))?.first_of(required.to);
    Ok(node(vec![known.unwrap_or(*required), down]))
}

/// Whether a merge exactly fills the measured memory.
#[cfg(test)]
pub(super) fn fits_exactly(
    handler: &'static Node,
    [steps, scopes, text, scope_sets]: [usize; 4],
) -> bool {
    use super::survey::is_chain;

    let survey = (!is_chain(handler)).then(|| Survey::of(handler));
    let (mut step, mut notes) = (vec![Step::NONE; steps], vec![Note::NONE; steps]);
    let (mut path, mut sets) = (
        vec![ScopeSet::NONE; scope_sets],
        vec![Set::EMPTY; scope_sets],
    );
    let (mut names, mut bytes) = (vec![""; scopes], vec![0; text]);
    let mut merger = Merger::new(
        survey.as_ref(),
        (&mut step, &mut notes),
        (&mut path, &mut sets),
        &mut names,
        &mut bytes,
    );
    merger.run(handler);
    merger.fits() && merger.text.len() <= text
}

/// A merge that owns its memory.
struct GrowingBuffer {
    steps: Vec<Step>,
    scope_sets: Vec<ScopeSet>,
    scopes: Vec<&'static str>,
    text: Vec<u8>,
    text_len: usize,
    slots: usize,
}

impl GrowingBuffer {
    fn of(top: &'static Node) -> Result<Self, &'static str> {
        let survey = Survey::of(top);
        let mut size = 256;
        loop {
            match Self::with_room(top, &survey, size) {
                Err(_) if size < MOST_STEPS => size *= 2,
                merged => return merged,
            }
        }
    }

    fn with_room(top: &'static Node, survey: &Survey, size: usize) -> Result<Self, &'static str> {
        let (mut steps, mut notes) = (vec![Step::NONE; size], vec![Note::NONE; size]);
        let (mut scope_sets, mut sets) =
            (vec![ScopeSet::NONE; 2 * size], vec![Set::EMPTY; 2 * size]);
        let (mut scopes, mut text) = (vec![""; 8 * size], vec![0; 256 * size]);
        let mut merger = Merger::new(
            Some(survey),
            (&mut steps, &mut notes),
            (&mut scope_sets, &mut sets),
            &mut scopes,
            &mut text,
        );
        merger.run(top);
        let (used, text_len, slots) = (merger.used, merger.text.len(), merger.slots);
        if let Some(problem) = merger.problem {
            return Err(problem);
        }
        if !merger.fits() || text_len > text.len() {
            return Err(overflow(used, [size, 8 * size]));
        }
        steps.truncate(used.steps);
        scope_sets.truncate(used.scope_sets);
        scopes.truncate(used.scopes);
        Ok(Self {
            steps,
            scope_sets,
            scopes,
            text,
            text_len,
            slots,
        })
    }

    /// An edge with the requirement of the first step that leads to `target` on every request, if there is one: the
    /// value of the edge is then that of the step.
    fn first_of(&self, target: &'static Node) -> Option<Edge> {
        let found = (1..self.steps.len()).find(|&index| {
            let is_kept = self.steps[index].edge.is_some_and(|edge| edge.cache);
            is_kept && self.steps[index].node.is(target) && is_always_asked(&self.steps, index)
        })?;
        let step = &self.steps[found];
        let names = |span: IndexRange| &self.scopes[span.as_range()];
        let scope_sets = &self.scope_sets[step.scope_sets.as_range()];
        let any = scope_sets
            .iter()
            .filter(|_| scope_sets.len() > 1)
            .map(|set| &*names(set.scopes).to_vec().leak());
        let step_up = StepUpPath::to(&self.steps, found).merged();
        if step_up.is_impossible() {
            return None; // An edge cannot say that no token is enough.
        }
        Some(Edge {
            acr: step_up.acr.unwrap_or_default().leak(),
            max_age: step_up.max_age,
            scopes: names(step.scopes).to_vec().leak(),
            any: any.collect::<Vec<_>>().leak(),
            ..Edge::to(target)
        })
    }

    fn leak(self) -> Requirements {
        Requirements {
            steps_up: one_steps_up(&self.steps),
            steps: self.steps.leak(),
            scope_sets: self.scope_sets.leak(),
            scopes: self.scopes.leak(),
            text: text_of(&self.text, self.text_len).to_owned().leak(),
            slots: self.slots,
            handler: 0,
        }
    }
}
