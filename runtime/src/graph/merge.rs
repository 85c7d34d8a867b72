//! The merge: from a handler's node to its [`Operation`], at compile time.
//!
//! A node sees the scopes of every edge on the way down to it, outermost first, the first of equal
//! ones kept. Going down only ever appends, so a node's list starts with its parent's, and a chain
//! shares one list: each node's part of it ends where its own edge ended.

use super::cycle::has_cycle;
use super::node::{Edge, Kind, Node};
use super::operation::Operation;
use super::set::listed;
use super::share::is_chain;
use super::step::{Span, Step, Way};
use super::text::Text;
use crate::profile::ChallengeStyle;
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
    pub(super) slots: usize,
    /// Whether no node has several edges, and no edge alternatives.
    pub(super) is_chain: bool,
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
    pub(super) const fn push_scope(
        &mut self,
        scopes_start: usize,
        text_start: usize,
        scope: &'static str,
    ) {
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

    pub(super) const fn list_from(&self, scopes_start: usize, text_start: usize) -> (Span, Span) {
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
}

/// How a handler's challenges are written where `scheme` refuses.
pub(super) const fn style(handler: &Node, scheme: &Scheme) -> ChallengeStyle {
    match handler.answers {
        Some(answers) => answers.challenge,
        None => scheme.challenge_style,
    }
}
