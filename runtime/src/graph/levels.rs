//! The merge in a running program, for handlers below levels that are known when a router is put together.

use std::borrow::Cow;

use super::alternatives::Problem;
use super::merge::{Merger, Note};
use super::operation::{Span, Step, Way};
use super::room::{TOO_MANY, overflow};
use super::set::Set;
use super::survey::Survey;
use super::{At, Edge, Kind, Node, Operation, ScopeUse};
use crate::const_str::text_of;
use crate::graph::check::contradiction;

/// More steps are refused when a router is put together.
const MOST_STEPS: usize = 4096;

impl Operation {
    /// What `handler` requires below levels, outermost first.
    ///
    /// # Errors
    /// If nobody could call it, or review it.
    pub(crate) fn below(
        levels: &[&'static Node],
        handler: &'static Node,
    ) -> Result<Self, Cow<'static, str>> {
        let mut top = handler;
        for (number, level) in (1..).zip(levels.iter().rev()) {
            top = put_below(level, number, top, handler)?;
        }
        let mut operation = Merge::of(top)?.leak();
        for _ in levels {
            let own = operation.handler + 1;
            operation.handler = own + operation.steps[own].width;
        }
        match operation.try_alternatives() {
            Ok(_) => Ok(operation),
            Err(Problem::Impossible(a, b)) => Err(contradiction(a, b).into()),
            Err(Problem::TooMany | Problem::NoRoom) => Err(TOO_MANY.into()),
        }
    }

    /// The places of what the levels require, outermost first.
    pub(crate) fn levels(&'static self) -> impl Iterator<Item = At> {
        let mut level = 0;
        std::iter::from_fn(move || {
            let own = (level < self.handler).then(|| self.at(level).child(0))?;
            level += 1 + self.steps[level + 1].width;
            Some(own)
        })
    }
}

/// A level above what stands below it: first what it requires itself, then what it adds to all that is below.
///
/// One level may be above another of the same declaration: the number tells them apart.
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
            answers: handler.answers,
            ..Node::new(Kind::Dependency)
        }))
    };
    let known = Merge::of(node(vec![down]))?.first_of(required.to);
    Ok(node(vec![known.unwrap_or(*required), down]))
}

/// Whether a merge fits into as much room as was measured, to the last place.
#[cfg(test)]
pub(super) fn fits_exactly(
    handler: &'static Node,
    [steps, scopes, text, ways]: [usize; 4],
) -> bool {
    use super::survey::is_chain;

    let survey = (!is_chain(handler)).then(|| Survey::of(handler));
    let (mut step, mut notes) = (vec![Step::NONE; steps], vec![Note::NONE; steps]);
    let (mut way, mut sets) = (vec![Way::NONE; ways], vec![Set::EMPTY; ways]);
    let (mut names, mut bytes) = (vec![""; scopes], vec![0; text]);
    let mut merger = Merger::new(
        survey.as_ref(),
        (&mut step, &mut notes),
        (&mut way, &mut sets),
        &mut names,
        &mut bytes,
    );
    merger.run(handler);
    merger.fits() && merger.text.len() <= text
}

/// A merge that keeps its memory.
struct Merge {
    steps: Vec<Step>,
    ways: Vec<Way>,
    scopes: Vec<&'static str>,
    text: Vec<u8>,
    text_len: usize,
    slots: usize,
}

impl Merge {
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
        let (mut ways, mut sets) = (vec![Way::NONE; 2 * size], vec![Set::EMPTY; 2 * size]);
        let (mut scopes, mut text) = (vec![""; 8 * size], vec![0; 256 * size]);
        let mut merger = Merger::new(
            Some(survey),
            (&mut steps, &mut notes),
            (&mut ways, &mut sets),
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
        ways.truncate(used.ways);
        scopes.truncate(used.scopes);
        Ok(Self {
            steps,
            ways,
            scopes,
            text,
            text_len,
            slots,
        })
    }

    /// An edge that asks of `target` what the first step asks that leads to it for every request, if there is
    /// one: what the edge gives is then the value of that step.
    fn first_of(&self, target: &'static Node) -> Option<Edge> {
        let found = (1..self.steps.len()).find(|&index| {
            let is_kept = self.steps[index].edge.is_some_and(|edge| edge.cache);
            is_kept && self.steps[index].node.is(target) && self.is_always_asked(index)
        })?;
        let step = &self.steps[found];
        let names = |span: Span| &self.scopes[span.as_range()];
        let uses = names(step.scopes)
            .iter()
            .map(|name| ScopeUse { name, line: 0 });
        let ways = &self.ways[step.ways.as_range()];
        let any = ways
            .iter()
            .filter(|_| ways.len() > 1)
            .map(|way| &*names(way.scopes).to_vec().leak());
        Some(Edge {
            scopes: uses.collect::<Vec<_>>().leak(),
            any: any.collect::<Vec<_>>().leak(),
            ..Edge::to(target)
        })
    }

    /// Whether no request gets by a step.
    fn is_always_asked(&self, index: usize) -> bool {
        let Step { edge, parent, .. } = self.steps[index];
        let Some(edge) = edge else {
            return true;
        };
        let is_alternative = matches!(self.steps[parent].node.kind, Kind::AnyOf);
        !edge.optional && !is_alternative && self.is_always_asked(parent)
    }

    fn leak(self) -> Operation {
        Operation {
            steps: self.steps.leak(),
            ways: self.ways.leak(),
            scopes: self.scopes.leak(),
            text: text_of(&self.text, self.text_len).to_owned().leak(),
            slots: self.slots,
            handler: 0,
        }
    }
}
