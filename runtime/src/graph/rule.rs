//! What a handler requires, as a type.
//!
//! All that follows from a rule is a constant of its type, so the compiler computes it once, for all handlers that have
//! the same rule: whether it is right, which `cargo check` computes, and the merged requirements, which a build computes.

use std::marker::PhantomData;

use super::buffer::{PlanBuffer, plan_size};
use super::check::is_sound;
use super::plan::Requirements;
use super::{Edge, Kind, Location, Node, Plan};
use crate::const_str::text_of;
use crate::refuse::profile::Answers;

/// The rule of a handler: its edges, a tuple of [`IsEdge`]; how it refuses requests, [`IsRefusing`]; and whether it is
/// declared as public.
#[derive(Debug)]
pub struct Rule<Edges, Refusing = AsSchemesDo, const PUBLIC: bool = false>(
    PhantomData<(Edges, Refusing)>,
);

/// What follows from a rule.
#[derive(Debug)]
pub struct RuleFacts {
    /// The node of every handler with this rule, without its name and place.
    pub(super) node: &'static Node,
    pub(super) is_public: bool,
    /// Whether everything about the rule is right.
    pub(super) is_sound: bool,
    /// Of what its graph has too much, if of anything.
    pub(super) excess: Option<&'static str>,
    requirements: fn() -> &'static Requirements,
}

impl<E: IsEdges, R: IsRefusing, const PUBLIC: bool> Rule<E, R, PUBLIC> {
    /// What follows from the rule.
    pub const FACTS: &'static RuleFacts = &RuleFacts {
        node: Self::NODE,
        is_public: PUBLIC,
        is_sound: Self::SIZE.is_ok() && is_sound(Self::NODE, PUBLIC),
        excess: match Self::SIZE {
            Ok(_) => None,
            Err(excess) => Some(excess),
        },
        requirements: || {
            const {
                match Self::SIZE {
                    Ok(size) => merged::<Self>(size),
                    Err(_) => &Requirements::NONE, // `assert_handler` reports it.
                }
            }
        },
    };
}

/// A type with the node of a rule.
trait HasNode {
    const NODE: &'static Node;

    /// What the merge of its requirements needs: to measure a wide graph takes as long as to merge it.
    const SIZE: Result<[usize; 4], &'static str> = plan_size(Self::NODE);
}

impl<E: IsEdges, R: IsRefusing, const PUBLIC: bool> HasNode for Rule<E, R, PUBLIC> {
    const NODE: &'static Node = &Node {
        edges: E::EDGES,
        answers: R::ANSWERS,
        ..Node::new(Kind::Handler)
    };
}

/// The edges of a rule.
pub trait IsEdges {
    /// In the order of the parameters.
    const EDGES: &'static [Edge];
}

/// An edge of a rule: [`To`](crate::resolve::To), or a type for this edge only.
pub trait IsEdge {
    /// The edge.
    const EDGE: Edge;
}

/// A list of scopes: a tuple of [`Scope`].
pub trait IsScopes {
    /// In source order.
    const SCOPES: &'static [&'static str];
}

/// A scope of up to 64 bytes, 16 in each number, the first one in the lowest place.
#[derive(Debug)]
pub struct Scope<const A: u128, const B: u128 = 0, const C: u128 = 0, const D: u128 = 0>;

impl<const A: u128, const B: u128, const C: u128, const D: u128> Scope<A, B, C, D> {
    const BYTES: [u8; 64] = {
        let mut bytes = [0; 64];
        let (first, rest) = bytes.split_at_mut(16);
        let (second, rest) = rest.split_at_mut(16);
        let (third, fourth) = rest.split_at_mut(16);
        first.copy_from_slice(&A.to_le_bytes());
        second.copy_from_slice(&B.to_le_bytes());
        third.copy_from_slice(&C.to_le_bytes());
        fourth.copy_from_slice(&D.to_le_bytes());
        bytes
    };

    const LEN: usize = {
        let mut len = 0;
        while len < Self::BYTES.len() && Self::BYTES[len] != 0 {
            len += 1;
        }
        len
    };

    /// The scope. No scope contains a zero byte (RFC 6749 section 3.3).
    pub const NAME: &'static str = text_of(&Self::BYTES, Self::LEN);
}

/// A [`Scope`].
pub trait IsScope {
    /// The scope.
    const SCOPE: &'static str;
}

impl<const A: u128, const B: u128, const C: u128, const D: u128> IsScope for Scope<A, B, C, D> {
    const SCOPE: &'static str = Self::NAME;
}

/// A handler refuses requests as the scheme does that finds something missing.
#[derive(Debug)]
pub enum AsSchemesDo {}

/// How a handler refuses requests.
pub trait IsRefusing {
    /// If it overrides the schemes.
    const ANSWERS: Option<Answers>;
}

impl IsRefusing for AsSchemesDo {
    const ANSWERS: Option<Answers> = None;
}

macro_rules! lists {
    ($trait:ident::$list:ident of $item:ident::$name:ident: $ty:ty; $($parameter:ident)*) => {
        impl $trait for () {
            const $list: &'static [$ty] = &[];
        }
        lists!(@ $trait::$list of $item::$name: $ty; $($parameter)*);
    };
    (@ $trait:ident::$list:ident of $item:ident::$name:ident: $ty:ty;) => {};
    (@ $trait:ident::$list:ident of $item:ident::$name:ident: $ty:ty; $first:ident $($rest:ident)*) => {
        impl<$first: $item, $($rest: $item),*> $trait for ($first, $($rest,)*) {
            const $list: &'static [$ty] = &[$first::$name, $($rest::$name),*];
        }
        lists!(@ $trait::$list of $item::$name: $ty; $($rest)*);
    };
}

lists!(IsEdges::EDGES of IsEdge::EDGE: Edge; A B C D E F G H I J K L M N O P);
lists!(IsScopes::SCOPES of IsScope::SCOPE: &'static str; A B C D E F G H);

impl Plan {
    /// The plan of a handler with this rule. Its file and line are those of the caller.
    #[must_use]
    #[track_caller]
    pub const fn of(
        rule: &'static RuleFacts,
        name: &'static str,
        module: &'static str,
        start: [u32; 2],
        seed: u64,
        scope_lines: &'static [u32],
    ) -> Self {
        let place = std::panic::Location::caller();
        let location = Location::new(module, place.file(), place.line(), start, seed);
        let handler = Node {
            name,
            location,
            edges: rule.node.edges,
            answers: rule.node.answers,
            scope_lines,
            ..Node::new(Kind::Handler)
        };
        Self::with_constant(handler, rule.requirements)
    }

    /// The plan of a handler that requires these scopes only of some requests.
    #[must_use]
    pub const fn may_require(self, scopes: &'static [&'static str]) -> Self {
        let handler = Node {
            may_require: scopes,
            ..self.handler
        };
        Self { handler, ..self }
    }

    /// The plan of a handler that is declared as deprecated.
    #[must_use]
    pub const fn deprecated(self) -> Self {
        let handler = Node {
            deprecated: true,
            ..self.handler
        };
        Self { handler, ..self }
    }
}

/// The merged requirements in a buffer that is large enough.
///
/// An array cannot have a length that depends on a type, so there are some to choose from. A constant is only computed
/// in a function that is called, so that the others cost nothing.
const fn merged<R: HasNode>([steps, scopes, text, sets]: [usize; 4]) -> &'static Requirements {
    if steps <= 4 && scopes <= 8 && sets <= 2 {
        with_text::<R, 4, 8, 2>(text)
    } else if steps <= 16 && scopes <= 32 && sets <= 16 {
        with_text::<R, 16, 32, 16>(text)
    } else if steps <= 64 && scopes <= 256 && sets <= 64 {
        with_text::<R, 64, 256, 64>(text)
    } else if steps <= 256 && scopes <= 2048 && sets <= 512 {
        with_text::<R, 256, 2048, 512>(text)
    } else {
        with_text::<R, 1024, 8192, 2048>(text)
    }
}

const fn with_text<R: HasNode, const STEPS: usize, const SCOPES: usize, const SETS: usize>(
    text: usize,
) -> &'static Requirements {
    match text {
        0..=512 => in_buffer::<R, STEPS, SCOPES, 512, SETS>(),
        513..=2048 => in_buffer::<R, STEPS, SCOPES, 2048, SETS>(),
        2049..=8192 => in_buffer::<R, STEPS, SCOPES, 8192, SETS>(),
        8193..=65_536 => in_buffer::<R, STEPS, SCOPES, 65_536, SETS>(),
        65_537..=524_288 => in_buffer::<R, STEPS, SCOPES, 524_288, SETS>(),
        _ => in_buffer::<R, STEPS, SCOPES, 4_194_304, SETS>(),
    }
}

const fn in_buffer<
    R: HasNode,
    const STEPS: usize,
    const SCOPES: usize,
    const TEXT: usize,
    const SETS: usize,
>() -> &'static Requirements {
    const { &const { &PlanBuffer::<STEPS, SCOPES, TEXT, SETS>::of(R::NODE) }.requirements() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: u128 = u128::from_le_bytes(*b"0123456789abcdef");

    #[test]
    fn a_scope_is_the_bytes_of_its_numbers() {
        assert_eq!(Scope::<0x61>::NAME, "a");
        assert_eq!(
            Scope::<{ u128::from_le_bytes(*b"a scope of 16 b.") }>::NAME,
            "a scope of 16 b."
        );
        let longest = Scope::<NUMBER, NUMBER, NUMBER, NUMBER>::NAME;
        assert_eq!(longest, "0123456789abcdef".repeat(4));
    }
}
