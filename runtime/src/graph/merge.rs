//! The merge: from a handler's node to its [`Operation`], at compile time.
//!
//! A node sees the scopes of every edge on the way down to it, outermost first, the first of equal
//! ones kept. Going down only ever appends, so a node's list starts with its parent's, and a chain
//! shares one list: each node's part of it ends where its own edge ended.

use std::ops::Range;

use super::check::same;
use super::cycle::has_cycle;
use super::node::{Edge, Kind, Node};
use super::operation::Operation;
use super::text::Text;
use crate::profile::{Challenge, ChallengeStyle};
use crate::scheme::Scheme;
use crate::secured::Endpoint;

/// The merged requirements of one handler, in as much room as [`Merged::measure`] says.
#[derive(Debug)]
pub struct Merged<const STEPS: usize, const SCOPES: usize, const TEXT: usize> {
    steps: [Step; STEPS],
    steps_len: usize,
    scopes: [&'static str; SCOPES],
    scopes_len: usize,
    text: Text<TEXT>,
}

/// A node in the graph of one handler.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(crate) node: &'static Node,
    /// The number of steps in the subtree that starts here.
    pub(crate) width: usize,
    pub(crate) scopes: Span,
    pub(crate) scope_str: Span,
    /// For a scheme, in the order of [`Challenge::ALL`].
    pub(crate) challenges: [Span; 3],
}

/// A `Range` that is `Copy`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    start: usize,
    end: usize,
}

impl Span {
    const EMPTY: Self = Self { start: 0, end: 0 };

    pub(crate) const fn as_range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// The edges from the handler to a node, innermost first.
struct Path<'a> {
    edge: &'static Edge,
    parent: Option<&'a Path<'a>>,
}

impl Step {
    const NONE: Self = Self {
        node: &Node::placeholder(Kind::Handler),
        width: 0,
        scopes: Span::EMPTY,
        scope_str: Span::EMPTY,
        challenges: [Span::EMPTY; 3],
    };
}

/// A [`Merged`] for the handler `F`.
pub trait Merge<F: Endpoint> {
    /// The requirements that fit into it.
    const OPERATION: &'static Operation;
}

impl<const STEPS: usize, const SCOPES: usize, const TEXT: usize, F: Endpoint> Merge<F>
    for Merged<STEPS, SCOPES, TEXT>
{
    const OPERATION: &'static Operation = &const { &Self::of(F::NODE) }.operation();
}

impl Merged<0, 0, 0> {
    /// How many steps, and at most how many scopes and bytes of text, [`Merged::of`] needs for
    /// `handler`.
    ///
    /// It runs whenever a program with the handler is checked, so it compares no strings: a scope
    /// that occurs twice on a way is given room twice.
    #[must_use]
    pub const fn measure(handler: &'static Node) -> [usize; 3] {
        let mut room = [0; 3];
        measure(handler, 0, [0, 0], &mut room);
        room
    }
}

/// How deep a walk goes before it asks whether it will end.
const SHALLOW: usize = 8;

/// Adds what a node needs below which `above` scopes and bytes were merged.
const fn measure(node: &'static Node, depth: usize, above: [usize; 2], room: &mut [usize; 3]) {
    if depth == SHALLOW && has_cycle(node) {
        return; // The compiler refuses it.
    }
    room[0] += 1;
    room[1] += above[0];
    room[2] += above[1];
    if let Kind::Scheme(scheme) = node.kind {
        room[2] += (CHALLENGE + scheme.realm.len() + above[1]) * Challenge::ALL.len();
    }
    let mut i = 0;
    while i < node.edges.len() {
        let mut merged = above;
        let mut scope = 0;
        while scope < node.edges[i].scopes.len() {
            merged[0] += 1;
            merged[1] += node.edges[i].scopes[scope].name.len() + 1;
            scope += 1;
        }
        measure(node.edges[i].to, depth + 1, merged, room);
        i += 1;
    }
}

/// The length of the longest challenge, without its realm and scopes.
const CHALLENGE: usize = r#"Bearer realm="", error="insufficient_scope", scope="""#.len();

impl<const STEPS: usize, const SCOPES: usize, const TEXT: usize> Merged<STEPS, SCOPES, TEXT> {
    /// Merges the scopes on every way down from `handler`.
    #[must_use]
    pub const fn of(handler: &'static Node) -> Self {
        let mut merged = Self {
            steps: [Step::NONE; STEPS],
            steps_len: 0,
            scopes: [""; SCOPES],
            scopes_len: 0,
            text: Text::new(),
        };
        // The compiler refuses a cycle; what is merged then does not matter, but it has to end.
        if !has_cycle(handler) {
            merged.visit(handler, None, Span::EMPTY, Span::EMPTY);
        }
        merged
    }

    /// The finished requirements.
    ///
    /// # Panics
    /// If something did not fit: a requirement must not be lost.
    #[must_use]
    pub const fn operation(&'static self) -> Operation {
        assert!(
            self.steps_len <= STEPS && self.scopes_len <= SCOPES && self.text.len() <= TEXT,
            "the requirements do not fit"
        );
        Operation {
            steps: self.steps.split_at(self.steps_len).0,
            scopes: self.scopes.split_at(self.scopes_len).0,
            text: self.text.as_str(),
        }
    }

    const fn visit(
        &mut self,
        node: &'static Node,
        path: Option<&Path<'_>>,
        parent_scopes: Span,
        parent_text: Span,
    ) {
        let (scopes, scope_str) = match path {
            Some(path) => self.extend(path, parent_scopes, parent_text),
            None => (Span::EMPTY, Span::EMPTY),
        };
        let index = self.steps_len;
        self.steps_len += 1;

        let mut edge = 0;
        while edge < node.edges.len() {
            let below = Path {
                edge: &node.edges[edge],
                parent: path,
            };
            self.visit(below.edge.to, Some(&below), scopes, scope_str);
            edge += 1;
        }

        let challenges = match node.kind {
            Kind::Scheme(scheme) => self.challenges(scheme, scope_str),
            _ => [Span::EMPTY; 3],
        };
        if index < STEPS {
            let width = self.steps_len - index;
            self.steps[index] = Step {
                node,
                width,
                scopes,
                scope_str,
                challenges,
            };
        }
    }

    /// Appends the new scopes of the innermost edge of `path` to the parent's list.
    const fn extend(&mut self, path: &Path<'_>, parent: Span, parent_text: Span) -> (Span, Span) {
        let (scopes_start, text_start) = self.share(parent, parent_text);
        let mut i = 0;
        while i < path.edge.scopes.len() {
            let scope = path.edge.scopes[i].name;
            if !seen(path.parent, scope) && !contains(path.edge, i, scope) {
                if self.text.len() > text_start {
                    self.text.push(" ");
                }
                self.text.push(scope);
                if self.scopes_len < SCOPES {
                    self.scopes[self.scopes_len] = scope;
                }
                self.scopes_len += 1;
            }
            i += 1;
        }
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

    /// The start of a list that begins with the parent's: the parent's own where nothing follows
    /// it yet, else a copy.
    const fn share(&mut self, parent: Span, parent_text: Span) -> (usize, usize) {
        if parent.end == self.scopes_len && parent_text.end == self.text.len() {
            return (parent.start, parent_text.start);
        }
        let start = (self.scopes_len, self.text.len());
        let mut from = parent.start;
        while from < parent.end {
            if self.scopes_len < SCOPES {
                self.scopes[self.scopes_len] = self.scopes[from];
            }
            self.scopes_len += 1;
            from += 1;
        }
        self.text.repeat(parent_text.start, parent_text.end);
        start
    }

    const fn challenges(&mut self, scheme: &Scheme, scope_str: Span) -> [Span; 3] {
        let mut spans = [Span::EMPTY; 3];
        let mut i = 0;
        while i < spans.len() {
            let start = self.text.len();
            match scheme.challenge_style {
                ChallengeStyle::Rfc6750 => {
                    self.push_rfc6750(Challenge::ALL[i], scheme.realm, scope_str);
                }
                ChallengeStyle::FastApi => self.push_fastapi(Challenge::ALL[i], scope_str),
            }
            spans[i] = Span {
                start,
                end: self.text.len(),
            };
            i += 1;
        }
        spans
    }

    /// RFC 6750, section 3.
    const fn push_rfc6750(&mut self, challenge: Challenge, realm: &str, scope_str: Span) {
        self.text.push("Bearer realm=\"");
        self.text.push(realm);
        self.text.push("\"");
        match challenge {
            Challenge::MissingCredentials => {}
            Challenge::InvalidToken => self.text.push(", error=\"invalid_token\""),
            Challenge::InsufficientScope => self.text.push(", error=\"insufficient_scope\""),
        }
        if scope_str.start < scope_str.end {
            self.text.push(", scope=\"");
            self.text.repeat(scope_str.start, scope_str.end);
            self.text.push("\"");
        }
    }

    /// What the tutorial "OAuth2 scopes" of FastAPI sends.
    const fn push_fastapi(&mut self, challenge: Challenge, scope_str: Span) {
        self.text.push("Bearer");
        let named = !matches!(challenge, Challenge::MissingCredentials);
        if named && scope_str.start < scope_str.end {
            self.text.push(" scope=\"");
            self.text.repeat(scope_str.start, scope_str.end);
            self.text.push("\"");
        }
    }
}

const fn seen(mut path: Option<&Path<'_>>, scope: &str) -> bool {
    while let Some(Path { edge, parent }) = path {
        if contains(edge, edge.scopes.len(), scope) {
            return true;
        }
        path = *parent;
    }
    false
}

/// Whether the first `len` scopes of `edge` have `scope`.
const fn contains(edge: &Edge, len: usize, scope: &str) -> bool {
    let mut i = 0;
    while i < len {
        if same(edge.scopes[i].name, scope) {
            return true;
        }
        i += 1;
    }
    false
}
