//! The merge: from a handler's node to its [`Operation`], at compile time.
//!
//! A node sees the scopes of every edge on the way down to it, outermost first, the first of equal
//! ones kept. Going down only ever appends, so a node's list starts with its parent's, and a chain
//! shares one list: each node's part of it ends where its own edge ended.

use super::challenge::push_challenge;
use super::cycle::has_cycle;
use super::node::{Edge, Kind, Node};
use super::operation::Operation;
use super::set::{is_same_set, is_subset, listed};
use super::share::{is_chain, uses_scopes};
use super::step::{Span, Step, Way};
use super::text::Text;
use crate::profile::{Challenge, ChallengeStyle};
use crate::scheme::Scheme;
use crate::secured::Endpoint;

/// The merged requirements of one handler, in as much room as `measure` says.
#[derive(Debug)]
pub struct Merged<const STEPS: usize, const SCOPES: usize, const TEXT: usize, const WAYS: usize> {
    pub(super) steps: [Step; STEPS],
    pub(super) steps_len: usize,
    pub(super) ways: [Way; WAYS],
    pub(super) ways_len: usize,
    pub(super) scopes: [&'static str; SCOPES],
    pub(super) scopes_len: usize,
    pub(super) text: Text<TEXT>,
    /// How many values are kept for others while a request is judged.
    slots: usize,
    /// Whether no node has several edges, and no edge alternatives.
    is_chain: bool,
}

/// A [`Merged`] for the handler `F`.
pub trait Merge<F: Endpoint> {
    /// The requirements that fit into it.
    const OPERATION: &'static Operation;
}

impl<const STEPS: usize, const SCOPES: usize, const TEXT: usize, const WAYS: usize, F: Endpoint>
    Merge<F> for Merged<STEPS, SCOPES, TEXT, WAYS>
{
    const OPERATION: &'static Operation = &const { &Self::of(F::NODE) }.operation();
}

/// More alternatives than this are no rule that anyone could read.
const MAX_WAYS: usize = 64;

impl<const STEPS: usize, const SCOPES: usize, const TEXT: usize, const WAYS: usize>
    Merged<STEPS, SCOPES, TEXT, WAYS>
{
    /// Merges the scopes on every way down from `handler`.
    #[must_use]
    pub const fn of(handler: &'static Node) -> Self {
        let mut merged = Self {
            steps: [Step::NONE; STEPS],
            steps_len: 0,
            ways: [Way::NONE; WAYS],
            ways_len: 0,
            scopes: [""; SCOPES],
            scopes_len: 0,
            text: Text::new(),
            slots: 0,
            is_chain: true,
        };
        // The compiler refuses a cycle; what is merged then does not matter, but it has to end.
        if !has_cycle(handler) {
            merged.is_chain = is_chain(handler);
            merged.visit(handler, None, 0);
            merged.share_tokens();
        }
        merged
    }

    /// Whether all of it fits. If not, nothing in it can be used.
    pub(super) const fn fits(&self) -> bool {
        self.steps_len <= STEPS && self.scopes_len <= SCOPES && self.ways_len <= WAYS
    }

    /// What it has used of each kind of room.
    pub(super) const fn lengths(&self) -> [usize; 4] {
        [
            self.steps_len,
            self.scopes_len,
            self.text.len(),
            self.ways_len,
        ]
    }

    /// The finished requirements.
    ///
    /// # Panics
    /// If something did not fit: a requirement must not be lost.
    #[must_use]
    pub const fn operation(&'static self) -> Operation {
        assert!(
            self.fits() && self.text.len() <= TEXT,
            "the requirements do not fit"
        );
        Operation {
            steps: self.steps.split_at(self.steps_len).0,
            ways: self.ways.split_at(self.ways_len).0,
            scopes: self.scopes.split_at(self.scopes_len).0,
            text: self.text.as_str(),
            slots: self.slots,
            handler: 0,
        }
    }

    /// The same for a program that runs, with the handler below so many levels.
    ///
    /// # Panics
    /// As [`operation`](Self::operation).
    pub(crate) fn to_operation(&self, levels: usize) -> Operation {
        assert!(
            self.fits() && self.text.len() <= TEXT,
            "a handler below a level of its router has too large a graph: more than 256 nodes"
        );
        Operation {
            steps: self.steps[..self.steps_len].to_vec().leak(),
            ways: self.ways[..self.ways_len].to_vec().leak(),
            scopes: self.scopes[..self.scopes_len].to_vec().leak(),
            text: self.text.as_str().to_owned().leak(),
            slots: self.slots,
            handler: levels,
        }
    }

    const fn visit(&mut self, node: &'static Node, edge: Option<&'static Edge>, parent: usize) {
        let index = self.steps_len;
        self.steps_len += 1;
        if !self.fits() {
            return;
        }
        self.steps[index] = Step {
            node,
            edge,
            parent,
            same_as: index,
            ..Step::NONE
        };
        if let Some(edge) = edge {
            let parent = self.steps[parent];
            let (scopes, scope_str) = self.extend(edge, &parent);
            self.steps[index].scopes = scopes;
            self.steps[index].scope_str = scope_str;
        }
        if !self.fits() {
            return;
        }
        let scheme = match node.kind {
            Kind::Scheme(scheme) => Some(scheme),
            _ => None,
        };
        if let Some(scheme) = scheme
            && !self.is_chain
        {
            self.keep_declared(index, scheme);
        }
        self.find_ways(index, scheme);
        if !self.fits() || (!self.is_chain && self.is_shared(index)) {
            return;
        }
        let mut edge = 0;
        while edge < node.edges.len() {
            self.visit(node.edges[edge].to, Some(&node.edges[edge]), index);
            edge += 1;
        }
        self.steps[index].width = self.steps_len - index;
    }

    /// Appends the new scopes of `edge` to the list of the node that it comes from.
    const fn extend(&mut self, edge: &Edge, parent: &Step) -> (Span, Span) {
        let (scopes_start, text_start) = self.continued(parent);
        let mut i = 0;
        while i < edge.scopes.len() {
            self.push_scope(scopes_start, text_start, edge.scopes[i].name);
            i += 1;
        }
        self.list_from(scopes_start, text_start)
    }

    /// Leaves out what is checked by other schemes.
    const fn keep_declared(&mut self, index: usize, scheme: &Scheme) {
        let Span { start, end } = self.steps[index].scopes;
        let list = (self.scopes_len, self.text.len());
        let mut i = start;
        while i < end && i < SCOPES {
            let scope = self.scopes[i];
            if scheme.declares(scope) {
                self.push_scope(list.0, list.1, scope);
            }
            i += 1;
        }
        let (scopes, scope_str) = self.list_from(list.0, list.1);
        self.steps[index].scopes = scopes;
        self.steps[index].scope_str = scope_str;
    }

    /// The start of a list that begins with the parent's: the parent's own where nothing follows
    /// it yet, else a copy.
    const fn continued(&mut self, parent: &Step) -> (usize, usize) {
        let Span { start, end } = parent.scopes;
        if end == self.scopes_len && parent.scope_str.end == self.text.len() {
            return (start, parent.scope_str.start);
        }
        let copy = (self.scopes_len, self.text.len());
        let mut from = start;
        while from < end {
            let scope = self.scopes[from];
            self.push_scope(copy.0, copy.1, scope);
            from += 1;
        }
        copy
    }

    /// Appends to a list that starts at these places, unless it has the scope.
    const fn push_scope(&mut self, scopes_start: usize, text_start: usize, scope: &'static str) {
        if self.scopes_len > SCOPES || listed(&self.scopes, scopes_start, self.scopes_len, scope) {
            return;
        }
        if self.text.len() > text_start {
            self.text.push(" ");
        }
        self.text.push(scope);
        if self.scopes_len < SCOPES {
            self.scopes[self.scopes_len] = scope;
        }
        self.scopes_len += 1;
    }

    const fn list_from(&self, scopes_start: usize, text_start: usize) -> (Span, Span) {
        (
            Span {
                start: scopes_start,
                end: self.scopes_len,
            },
            Span {
                start: text_start,
                end: self.text.len(),
            },
        )
    }

    /// Finds the sets of scopes of which one is enough for the node at `index`.
    ///
    /// A scheme always has one. To other nodes, their list says it all where there is just one.
    const fn find_ways(&mut self, index: usize, scheme: Option<&Scheme>) {
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

    /// Whether the value of the node at `index` is that of an earlier step, and then remembers it.
    ///
    /// Steps are in the order in which they run: the value is there when it is asked for.
    const fn is_shared(&mut self, index: usize) -> bool {
        let Some(edge) = self.steps[index].edge else {
            return false;
        };
        if !edge.cache || matches!(edge.to.kind, Kind::AnyOf | Kind::Broken) {
            return false;
        }
        let line = edge.to.location.line;
        let mut earlier = 1;
        while earlier < index {
            // The line tells nearly all apart, and this is where large graphs cost the compiler its time.
            if self.steps[earlier].line_to_share == line && self.is_same(earlier, index, edge.to) {
                self.steps[index].same_as = earlier;
                if self.steps[earlier].slot == Step::NO_SLOT {
                    self.steps[earlier].slot = self.slots;
                    self.slots += 1;
                }
                return true;
            }
            earlier += 1;
        }
        self.steps[index].line_to_share = line;
        false
    }

    /// Whether the steps at two places have one value, if the later one is `node`'s.
    const fn is_same(&self, earlier: usize, index: usize, node: &Node) -> bool {
        self.steps[earlier].node.is(node)
            && (self.requires_the_same(earlier, index) || !uses_scopes(node))
    }

    /// Whether two nodes see the same set of scopes, with the same alternatives.
    const fn requires_the_same(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.steps[a], &self.steps[b]);
        is_same_set(&self.scopes, a.scopes, b.scopes)
            && a.ways.len() == b.ways.len()
            && self.has_every_way(a.ways, b.ways)
    }

    const fn has_every_way(&self, of: Span, among: Span) -> bool {
        let mut i = of.start;
        while i < of.end {
            let mut found = false;
            let mut j = among.start;
            while j < among.end {
                found |= is_same_set(&self.scopes, self.ways[i].scopes, self.ways[j].scopes);
                j += 1;
            }
            if !found {
                return false;
            }
            i += 1;
        }
        true
    }

    /// Gives the steps of one scheme a place for its verified token, where there are several.
    const fn share_tokens(&mut self) {
        if self.is_chain || !self.fits() {
            return;
        }
        let mut i = 0;
        while i < self.steps_len {
            if self.steps[i].has_token_of_its_own(i) && self.steps[i].token == Step::NO_SLOT {
                let mut is_shared = false;
                let mut j = i + 1;
                while j < self.steps_len {
                    if self.steps[j].has_token_of_its_own(j)
                        && self.steps[j].node.is(self.steps[i].node)
                    {
                        self.steps[j].token = self.slots;
                        is_shared = true;
                    }
                    j += 1;
                }
                if is_shared {
                    self.steps[i].token = self.slots;
                    self.slots += 1;
                }
            }
            i += 1;
        }
    }
}

/// How a handler's challenges are written where `scheme` refuses.
pub(super) const fn style(handler: &Node, scheme: &Scheme) -> ChallengeStyle {
    match handler.answers {
        Some(answers) => answers.challenge,
        None => scheme.challenge_style,
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
