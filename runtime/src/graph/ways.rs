//! Alternatives: the sets of scopes of which one is enough.

use super::challenge::push_challenge;
use super::merge::{Merged, style};
use super::node::Edge;
use super::set::is_subset;
use super::step::{Span, Way};
use crate::profile::Challenge;
use crate::scheme::Scheme;

/// More alternatives than this are no rule that anyone could read.
const MAX_WAYS: usize = 64;

impl<const STEPS: usize, const SCOPES: usize, const TEXT: usize, const WAYS: usize>
    Merged<STEPS, SCOPES, TEXT, WAYS>
{
    /// Finds the sets of scopes of which one is enough for the node at `index`.
    ///
    /// A scheme always has one. To other nodes, their list says it all where there is just one.
    pub(super) const fn find_ways(&mut self, index: usize, scheme: Option<&Scheme>) {
        let start = self.ways_len;
        let count = if self.is_chain {
            1
        } else {
            self.combinations(index, scheme)
        };
        assert!(
            count <= MAX_WAYS,
            "the scopes on one way down have more than 64 alternatives: ask for fewer, or for them one by one"
        );
        if count == 1 && scheme.is_some() {
            let step = self.steps[index];
            self.push_way(step.scopes, step.scope_str);
        } else if count > 1 {
            let mut combination = 0;
            while combination < count {
                let list = (self.scopes_len, self.text.len());
                self.push_combination(index, scheme, combination, list);
                let (scopes, scope_str) = self.list_from(list.0, list.1);
                self.push_way(scopes, scope_str);
                combination += 1;
            }
            if self.fits() {
                self.absorb(start);
            }
        }
        self.steps[index].ways = Span {
            start,
            end: self.ways_len,
        };
        if let Some(scheme) = scheme
            && self.fits()
        {
            self.push_challenges(scheme, start);
        }
    }

    const fn push_way(&mut self, scopes: Span, scope_str: Span) {
        if self.ways_len < WAYS {
            self.ways[self.ways_len] = Way {
                scopes,
                scope_str,
                ..Way::NONE
            };
        }
        self.ways_len += 1;
    }

    /// In how many ways one alternative of each edge above the node can be taken.
    const fn combinations(&self, index: usize, scheme: Option<&Scheme>) -> usize {
        let mut count: usize = 1;
        let mut step = index;
        while let Some(edge) = self.steps[step].edge {
            if !edge.any.is_empty() && is_for(edge, scheme) {
                count = count.saturating_mul(edge.any.len());
            }
            step = self.steps[step].parent;
        }
        count
    }

    /// Appends the scopes of one combination, outermost first. It is a number whose digits say which
    /// alternative each edge takes. What is left of it goes to the edges below.
    const fn push_combination(
        &mut self,
        step: usize,
        scheme: Option<&Scheme>,
        combination: usize,
        list: (usize, usize),
    ) -> usize {
        let Some(edge) = self.steps[step].edge else {
            return combination;
        };
        let combination = self.push_combination(self.steps[step].parent, scheme, combination, list);
        if edge.any.is_empty() {
            let mut i = 0;
            while i < edge.scopes.len() {
                let scope = edge.scopes[i].name;
                if declares(scheme, scope) {
                    self.push_scope(list.0, list.1, scope);
                }
                i += 1;
            }
            return combination;
        }
        if !is_for(edge, scheme) {
            return combination;
        }
        let chosen = edge.any[combination % edge.any.len()];
        let mut i = 0;
        while i < chosen.len() {
            self.push_scope(list.0, list.1, chosen[i]);
            i += 1;
        }
        combination / edge.any.len()
    }

    /// Drops every way from `start` on that asks for all of what another asks for.
    const fn absorb(&mut self, start: usize) {
        let end = self.ways_len;
        let mut kept = start;
        let mut i = start;
        while i < end {
            let way = self.ways[i];
            let mut is_needed = true;
            let mut j = start;
            while j < end {
                // Those before `kept` were moved there; what lies between is dropped or itself.
                let is_other = j < kept || j > i;
                if is_other && self.asks_less(self.ways[j], way, j < i) {
                    is_needed = false;
                }
                j += 1;
            }
            if is_needed {
                self.ways[kept] = way;
                kept += 1;
            }
            i += 1;
        }
        self.ways_len = kept;
    }

    /// Whether `a` asks for less than `b`. Of equal ones, the first is kept.
    const fn asks_less(&self, a: Way, b: Way, is_first: bool) -> bool {
        let is_less = is_subset(&self.scopes, a.scopes, b.scopes);
        is_less && (is_first || a.scopes.len() < b.scopes.len())
    }

    /// Makes the challenges of every way from `start` on.
    const fn push_challenges(&mut self, scheme: &Scheme, start: usize) {
        let mut way = start;
        while way < self.ways_len {
            let mut i = 0;
            while i < Challenge::ALL.len() {
                let from = self.text.len();
                let scope_str = self.ways[way].scope_str;
                let style = style(self.steps[0].node, scheme);
                push_challenge(&mut self.text, scheme, style, Challenge::ALL[i], scope_str);
                self.ways[way].challenges[i] = Span {
                    start: from,
                    end: self.text.len(),
                };
                i += 1;
            }
            way += 1;
        }
    }
}

/// Whether the alternatives of `edge` are the business of `scheme`: it declares all of them.
///
/// The compiler refuses an edge whose alternatives are partly of one scheme and partly of another.
const fn is_for(edge: &Edge, scheme: Option<&Scheme>) -> bool {
    let mut i = 0;
    while i < edge.scopes.len() {
        if !declares(scheme, edge.scopes[i].name) {
            return false;
        }
        i += 1;
    }
    true
}

/// A scope is checked by those of the schemes below that declare it. Other nodes see all.
const fn declares(scheme: Option<&Scheme>, scope: &str) -> bool {
    match scheme {
        Some(scheme) => scheme.declares(scope),
        None => true,
    }
}
