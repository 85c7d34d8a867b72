//! The merge: from a handler's node to the steps of its [`Plan`](super::Plan).
//!
//! A node's scopes are those of every edge on the path down to it, outermost first, without duplicates. Steps are in
//! the order of a depth-first walk along the edges, which is the order in which they run.

use super::challenge::push_challenge;
use super::plan::{IndexRange, ScopeSet, Step, style};
use super::set::Set;
use super::survey::{MAX_NODES, Survey};
use super::{Edge, Kind, Node};
use crate::const_str::{Writer, same};
use crate::refuse::profile::ChallengeKind;
use crate::scheme::Scheme;

/// A merge in progress. The memory is borrowed: if it is too small, the merge stops, and reports it.
///
/// It is the same at compile time, where the size is measured first, and at run time, when a router is built.
pub(super) struct Merger<'m> {
    /// `None` for a chain, in which nothing is reached twice.
    pub(super) survey: Option<&'m Survey>,
    pub(super) steps: &'m mut [Step],
    pub(super) scope_sets: &'m mut [ScopeSet],
    pub(super) scopes: &'m mut [&'static str],
    pub(super) text: Writer<'m>,
    /// One for each step.
    pub(super) notes: &'m mut [Note],
    /// One for each alternative: its scopes, by their index in `names`.
    pub(super) sets: &'m mut [Set],
    pub(super) used: Used,
    /// How many values are kept for other steps during a request.
    pub(super) slots: usize,
    /// Every scope that the graph requires, without duplicates.
    names: [&'static str; Set::CAPACITY],
    names_len: usize,
    /// For each node of the survey, the last step that others may share.
    pub(super) last: [u16; MAX_NODES],
    pub(super) problem: Option<&'static str>,
}

/// How much memory a merge has used, or would have used.
#[derive(Debug, Clone, Copy)]
pub(super) struct Used {
    pub(super) steps: usize,
    pub(super) scopes: usize,
    pub(super) scope_sets: usize,
}

/// Notes of a merge about a step.
#[derive(Clone, Copy)]
pub(super) struct Note {
    /// How many of its edges were followed.
    next_edge: usize,
    /// The scopes, if there are no alternatives.
    pub(super) set: Set,
    /// The previous step of the same node.
    pub(super) previous: u16,
}

impl Note {
    pub(super) const NONE: Self = Self {
        next_edge: 0,
        set: Set::EMPTY,
        previous: NO_STEP,
    };
}

/// Stands for no step.
pub(super) const NO_STEP: u16 = u16::MAX;

const TOO_MANY_SCOPES: &str = "the graph of this handler requires more than 256 different scopes";

impl<'m> Merger<'m> {
    pub(super) const fn new(
        survey: Option<&'m Survey>,
        (steps, notes): (&'m mut [Step], &'m mut [Note]),
        (scope_sets, sets): (&'m mut [ScopeSet], &'m mut [Set]),
        scopes: &'m mut [&'static str],
        text: &'m mut [u8],
    ) -> Self {
        Self {
            survey,
            steps,
            scope_sets,
            scopes,
            text: Writer::new(text),
            notes,
            sets,
            used: Used {
                steps: 0,
                scopes: 0,
                scope_sets: 0,
            },
            slots: 0,
            names: [""; Set::CAPACITY],
            names_len: 0,
            last: [NO_STEP; MAX_NODES],
            problem: None,
        }
    }

    /// Whether everything that was written fits.
    pub(super) const fn fits(&self) -> bool {
        self.problem.is_none()
            && self.used.steps <= self.steps.len()
            && self.used.scopes <= self.scopes.len()
            && self.used.scope_sets <= self.scope_sets.len()
    }

    /// Merges the requirements on every path down from `top`. It does not end for a graph with a cycle.
    pub(super) const fn run(&mut self, top: &'static Node) {
        self.enter(top, None, 0);
        let mut current = 0;
        // No recursion: the compiler limits its depth.
        while self.fits() {
            let edges = self.steps[current].node.edges;
            let next = self.notes[current].next_edge;
            if next < edges.len() && self.steps[current].same_as == current {
                self.notes[current].next_edge += 1;
                let entered = self.used.steps;
                self.enter(edges[next].to, Some(&edges[next]), current);
                current = entered;
            } else {
                self.steps[current].width = self.used.steps - current;
                if current == 0 {
                    self.share_tokens();
                    return;
                }
                current = self.steps[current].parent;
            }
        }
    }

    /// Adds the step that an edge leads to.
    const fn enter(&mut self, node: &'static Node, edge: Option<&'static Edge>, parent: usize) {
        let index = self.used.steps;
        self.used.steps += 1;
        if !self.fits() {
            return;
        }
        self.steps[index] = Step {
            node,
            edge,
            index,
            parent,
            same_as: index,
            ..Step::NONE
        };
        let Some(edge) = edge else {
            return;
        };
        self.steps[index].steps_up =
            (self.steps[parent].steps_up || edge.steps_up()) && node.may_be_of_a_user();
        match self.survey {
            None => self.extend(index, edge),
            Some(_) => self.combine(index, edge),
        }
        if !self.fits() {
            return;
        }
        if let Kind::Scheme(scheme) = node.kind {
            self.push_challenges(index, scheme);
        }
        if let Some(survey) = self.survey {
            self.share(index, edge, survey);
        }
    }

    /// Appends the scopes of `edge` to those of the node that it comes from, if there are no alternatives.
    const fn extend(&mut self, index: usize, edge: &Edge) {
        if let Kind::Scheme(scheme) = self.steps[index].node.kind
            && !scheme.verifies()
            && !self.dependant(index).checks_scopes
        {
            self.push_scope_set(index, IndexRange::EMPTY, IndexRange::EMPTY, Set::EMPTY);
            return;
        }
        let list = self.continued(self.steps[index].parent);
        let mut i = 0;
        while i < edge.scopes.len() {
            let scope = edge.scopes[i];
            if !self.is_listed(list.0, scope) {
                self.push_scope(list.1, scope);
            }
            i += 1;
        }
        self.end_list(index, list);
        if matches!(self.steps[index].node.kind, Kind::Scheme(_)) {
            let Step {
                scopes, scope_str, ..
            } = self.steps[index];
            self.push_scope_set(index, scopes, scope_str, Set::EMPTY);
        }
    }

    const fn is_listed(&self, start: usize, scope: &str) -> bool {
        let mut i = start;
        while i < self.used.scopes && i < self.scopes.len() {
            if same(self.scopes[i], scope) {
                return true;
            }
            i += 1;
        }
        false
    }

    /// Starts a list of scopes, and returns the start of the list and of its text.
    pub(super) const fn new_list(&self) -> (usize, usize) {
        (self.used.scopes, self.text.len())
    }

    /// Starts a list with that of a step: the step's own list if nothing follows it yet, otherwise a copy.
    pub(super) const fn continued(&mut self, step: usize) -> (usize, usize) {
        let Step {
            scopes, scope_str, ..
        } = self.steps[step];
        if scopes.end == self.used.scopes && scope_str.end == self.text.len() {
            return (scopes.start, scope_str.start);
        }
        let copy = self.new_list();
        let mut i = scopes.start;
        while i < scopes.end {
            self.push_scope(copy.1, self.scopes[i]);
            i += 1;
        }
        copy
    }

    /// Appends to the last list, whose text starts at `text_start`.
    pub(super) const fn push_scope(&mut self, text_start: usize, scope: &'static str) {
        if self.text.len() > text_start {
            self.text.push(" ");
        }
        self.text.push(scope);
        if self.used.scopes < self.scopes.len() {
            self.scopes[self.used.scopes] = scope;
        }
        self.used.scopes += 1;
    }

    pub(super) const fn end_list(&mut self, index: usize, list: (usize, usize)) {
        let (scopes, scope_str) = self.list_from(list);
        self.steps[index].scopes = scopes;
        self.steps[index].scope_str = scope_str;
    }

    pub(super) const fn list_from(
        &self,
        (scopes, text): (usize, usize),
    ) -> (IndexRange, IndexRange) {
        (
            IndexRange {
                start: scopes,
                end: self.used.scopes,
            },
            IndexRange {
                start: text,
                end: self.text.len(),
            },
        )
    }

    /// The index of a scope in `names`.
    pub(super) const fn number(&mut self, scope: &'static str) -> usize {
        let mut i = 0;
        while i < self.names_len {
            if same(self.names[i], scope) {
                return i;
            }
            i += 1;
        }
        if i == self.names.len() {
            self.problem = Some(TOO_MANY_SCOPES);
            return 0;
        }
        self.names[i] = scope;
        self.names_len += 1;
        i
    }

    /// The indexes of all scopes that a scheme declares.
    pub(super) const fn declared_by(&self, scheme: &Scheme) -> Set {
        let mut declared = Set::EMPTY;
        let mut i = 0;
        while i < self.names_len {
            if scheme.declares(self.names[i]) {
                declared.insert(i);
            }
            i += 1;
        }
        declared
    }

    /// Adds an alternative of a step after its others.
    pub(super) const fn push_scope_set(
        &mut self,
        index: usize,
        scopes: IndexRange,
        scope_str: IndexRange,
        set: Set,
    ) {
        let number = self.used.scope_sets;
        self.used.scope_sets += 1;
        if number < self.scope_sets.len() {
            self.sets[number] = set;
            self.scope_sets[number] = ScopeSet {
                scopes,
                scope_str,
                ..ScopeSet::NONE
            };
        }
        if self.steps[index].scope_sets.is_empty() {
            self.steps[index].scope_sets.start = number;
        }
        self.steps[index].scope_sets.end = number + 1;
    }

    /// Writes the challenges for every alternative of a scheme.
    const fn push_challenges(&mut self, index: usize, scheme: &Scheme) {
        let style = style(self.steps[0].node, scheme);
        let IndexRange { start, end } = self.steps[index].scope_sets;
        let mut set = start;
        while set < end {
            let mut i = 0;
            while i < ChallengeKind::ALL.len() {
                let from = self.text.len();
                let scope_str = self.scope_sets[set].scope_str;
                push_challenge(
                    &mut self.text,
                    scheme,
                    style,
                    ChallengeKind::ALL[i],
                    scope_str,
                );
                self.scope_sets[set].challenges[i] = IndexRange {
                    start: from,
                    end: self.text.len(),
                };
                i += 1;
            }
            set += 1;
        }
    }
}
