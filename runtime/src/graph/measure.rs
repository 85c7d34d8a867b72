//! How much room the merge of one handler needs.

use super::challenge::longest;
use super::cycle::has_cycle;
use super::merge::Merged;
use super::node::{Kind, Node};
use super::share::is_chain;
use crate::profile::Challenge;

/// Room for the largest graph that a handler may have.
pub(super) type Scratch = Merged<1024, 8192, 0, 1024>;

/// Room for most graphs: room costs the compiler time.
type SmallScratch = Merged<256, 1024, 0, 256>;

/// How many steps, scopes, bytes of text and alternatives [`Merged::of`] needs for `handler`.
///
/// # Panics
/// At compile time, if the graph is too large.
#[must_use]
#[track_caller]
pub const fn measure(handler: &'static Node) -> [usize; 4] {
    if has_cycle(handler) {
        return [0; 4]; // The compiler refuses it.
    }
    if is_chain(handler) {
        return measure_chain(handler);
    }
    let small = SmallScratch::of(handler);
    if small.fits() {
        return small.lengths();
    }
    let large = Scratch::of(handler);
    assert!(
        large.fits(),
        "the graph of this handler is too large: it has more than 1024 nodes with sets of scopes"
    );
    large.lengths()
}

/// At most how much a chain needs.
///
/// It runs whenever a program with the handler is checked, so it compares no strings: a scope that
/// occurs twice on the way is given room twice.
const fn measure_chain(mut node: &'static Node) -> [usize; 4] {
    let [mut steps, mut scopes, mut text, mut ways] = [0; 4];
    loop {
        steps += 1;
        if let Kind::Scheme(scheme) = node.kind {
            ways += 1;
            text += (longest(scheme) + text) * Challenge::ALL.len();
        }
        let [edge] = node.edges else {
            return [steps, scopes, text, ways];
        };
        let mut scope = 0;
        while scope < edge.scopes.len() {
            scopes += 1;
            text += edge.scopes[scope].name.len() + 1;
            scope += 1;
        }
        node = edge.to;
    }
}
