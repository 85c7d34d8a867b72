//! Alternatives: the sets of scopes of which one is enough for a node.

use super::merge::Merger;
use super::plan::Step;
use super::set::Set;
use super::{Edge, Kind};
use crate::scheme::Scheme;

/// More alternatives than this are too many to review.
const MAX_SETS: usize = 64;

const TOO_MANY_SETS: &str = "the scopes on one path have more than 64 alternatives: list fewer in `any(...)`, or \
                             require all of them";

/// Sets of which one is enough. None of them contains another one.
struct Choices {
    sets: [Set; 2 * MAX_SETS],
    len: usize,
}

impl Choices {
    const fn none() -> Self {
        Self {
            sets: [Set::EMPTY; 2 * MAX_SETS],
            len: 0,
        }
    }

    /// Of equal sets, the first is kept.
    const fn add(&mut self, set: Set) {
        let mut kept = 0;
        let mut i = 0;
        while i < self.len && i < self.sets.len() {
            let known = self.sets[i];
            if known.is_subset_of(set) {
                return; // Nothing was dropped: no set contains another.
            }
            if !set.is_subset_of(known) {
                self.sets[kept] = known;
                kept += 1;
            }
            i += 1;
        }
        if kept < self.sets.len() {
            self.sets[kept] = set;
        }
        self.len = kept + 1;
    }

    const fn union(&self) -> Set {
        let mut union = Set::EMPTY;
        let mut i = 0;
        while i < self.len {
            union = union.union(self.sets[i]);
            i += 1;
        }
        union
    }
}

impl Merger<'_> {
    /// Computes the alternatives of the step at `index`: each combination of an alternative of its parent with one of
    /// the edge.
    ///
    /// A scheme always has an alternative. For other nodes, the list of scopes is sufficient if there is just one.
    pub(super) const fn combine(&mut self, index: usize, edge: &'static Edge) {
        let parent = self.steps[index].parent;
        let mut choices = Choices::none();
        let mut alternative = 0;
        while alternative == 0 || alternative < edge.any.len() {
            let added = self.added_by(edge, alternative);
            let mut i = 0;
            while i == 0 || i < self.steps[parent].scope_sets.len() {
                choices.add(self.set(parent, i).union(added));
                if choices.len > choices.sets.len() {
                    self.problem = Some(TOO_MANY_SETS);
                    return;
                }
                i += 1;
            }
            alternative += 1;
        }
        let choices = match self.steps[index].node.kind {
            Kind::Scheme(scheme) => self.checked_at(index, scheme, &choices),
            _ => choices,
        };
        if choices.len > MAX_SETS {
            self.problem = Some(TOO_MANY_SETS);
        } else if self.problem.is_none() {
            self.write(index, edge, &choices);
        }
    }

    /// One of the sets of which one is enough for a step.
    pub(super) const fn set(&self, step: usize, i: usize) -> Set {
        let scope_sets = self.steps[step].scope_sets;
        if scope_sets.is_empty() {
            self.notes[step].set
        } else {
            self.sets[scope_sets.start + i]
        }
    }

    /// The scopes of one alternative of an edge. An edge without alternatives requires all of its scopes.
    const fn added_by(&mut self, edge: &Edge, alternative: usize) -> Set {
        let mut added = Set::EMPTY;
        let mut i = 0;
        if edge.any.is_empty() {
            while i < edge.scopes.len() {
                added.insert(self.number(edge.scopes[i]));
                i += 1;
            }
        } else {
            let chosen = edge.any[alternative];
            while i < chosen.len() {
                added.insert(self.number(chosen[i]));
                i += 1;
            }
        }
        added
    }

    /// The remaining choices where a scheme, or the function that takes its value, checks them.
    ///
    /// A scheme whose credentials carry scopes checks those that it declares, and others are checked by other schemes:
    /// the compiler refuses an edge whose alternatives belong partly to one scheme and partly to another.
    const fn checked_at(&self, index: usize, scheme: &Scheme, choices: &Choices) -> Choices {
        let mut checked = Choices::none();
        let by_function = !scheme.verifies() && self.dependant(index).checks_scopes;
        let declared = self.declared_by(scheme);
        let mut i = 0;
        while i < choices.len {
            checked.add(if by_function {
                choices.sets[i]
            } else if scheme.verifies() {
                choices.sets[i].intersection(declared)
            } else {
                Set::EMPTY
            });
            i += 1;
        }
        checked
    }

    /// Writes the scopes of a step, and its alternatives if it has several, or is a scheme.
    const fn write(&mut self, index: usize, edge: &'static Edge, choices: &Choices) {
        let union = choices.union();
        self.write_list(index, edge, union);
        let is_scheme = matches!(self.steps[index].node.kind, Kind::Scheme(_));
        let Step {
            scopes, scope_str, ..
        } = self.steps[index];
        if choices.len == 1 {
            self.notes[index].set = union;
            if is_scheme {
                self.push_scope_set(index, scopes, scope_str, union);
            }
            return;
        }
        let mut i = 0;
        while i < choices.len && self.fits() {
            let set = choices.sets[i];
            let list = self.new_list();
            let mut from = scopes.start;
            while from < scopes.end {
                let scope = self.scopes[from];
                if set.has(self.number(scope)) {
                    self.push_scope(list.1, scope);
                }
                from += 1;
            }
            let (scopes, scope_str) = self.list_from(list);
            self.push_scope_set(index, scopes, scope_str, set);
            i += 1;
        }
    }

    /// Writes the scopes in `wanted`: first those of the parent, in its order, then those of the edge.
    const fn write_list(&mut self, index: usize, edge: &'static Edge, wanted: Set) {
        let parent = self.steps[index].parent;
        let Step {
            scopes, scope_str, ..
        } = self.steps[parent];
        let (all, mut done) = (self.all_of(parent), Set::EMPTY);
        if wanted.is(all) {
            self.steps[index].scopes = scopes;
            self.steps[index].scope_str = scope_str;
            return;
        }
        let list = if all.is_subset_of(wanted) {
            done = all;
            self.continued(parent)
        } else {
            self.new_list()
        };
        let mut i = scopes.start;
        while i < scopes.end && self.fits() {
            self.push_wanted(list.1, self.scopes[i], wanted, &mut done);
            i += 1;
        }
        let mut i = 0;
        while i < edge.scopes.len() {
            self.push_wanted(list.1, edge.scopes[i], wanted, &mut done);
            i += 1;
        }
        self.end_list(index, list);
    }

    const fn push_wanted(
        &mut self,
        text_start: usize,
        scope: &'static str,
        wanted: Set,
        done: &mut Set,
    ) {
        let number = self.number(scope);
        if wanted.has(number) && !done.has(number) {
            done.insert(number);
            self.push_scope(text_start, scope);
        }
    }

    /// All scopes in the list of a step.
    const fn all_of(&self, step: usize) -> Set {
        let mut all = self.set(step, 0);
        let mut i = 1;
        while i < self.steps[step].scope_sets.len() {
            all = all.union(self.set(step, i));
            i += 1;
        }
        all
    }
}
