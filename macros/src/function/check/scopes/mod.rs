//! `scopes = [...]`, `scopes = any(...)`: the required scopes.

mod expression;
mod list;
mod literal;
mod mistakes;
#[cfg(test)]
mod tests;

use syn::LitStr;

pub(super) use self::list::combined;
use self::list::parse_expression;
pub(super) use self::mistakes::names_constant;
use crate::diag::{Errors, error};
use crate::options::RawOption;

/// The scopes of an edge.
#[derive(Default)]
pub(crate) struct Scopes {
    /// Every scope, in the order of the source.
    pub(crate) literals: Vec<LitStr>,
    /// The sets of scopes of which one is enough, if there is an `any(...)`.
    pub(crate) any: Option<Any>,
}

/// The alternatives of scopes with `any(...)`.
pub(crate) struct Any {
    pub(crate) alternatives: Vec<Vec<String>>,
    /// The expression as written.
    pub(crate) text: String,
}

/// More alternatives than this are too many to review.
const MOST_ALTERNATIVES: usize = 16;

/// The scopes of the option, unless something is wrong.
pub(crate) fn check_scopes(option: &RawOption, errors: &mut Errors) -> Option<Scopes> {
    let before = errors.count();
    let expression = parse_expression(option, errors)?;
    if errors.count() > before {
        return None;
    }
    let literals = expression.literals();
    if !expression.has_any() {
        return Some(Scopes {
            literals,
            any: None,
        });
    }
    let alternatives = expression.alternatives();
    if alternatives.len() > MOST_ALTERNATIVES {
        errors.push(too_many(option, alternatives.len()));
        return None;
    }
    let is_used = |literal: &&LitStr| alternatives.concat().contains(&literal.value());
    for literal in literals.iter().filter(|literal| !is_used(literal)) {
        errors.push(redundant(literal));
    }
    let text = expression.text(true);
    let any = (alternatives.len() > 1).then_some(Any { alternatives, text });
    Some(Scopes { literals, any })
}

fn too_many(option: &RawOption, alternatives: usize) -> syn::Error {
    error(
        option,
        format!("this expands to {alternatives} alternatives; the limit is {MOST_ALTERNATIVES}"),
        "declare a scope that stands for several of them",
    )
}

fn redundant(scope: &LitStr) -> syn::Error {
    error(
        scope,
        format!(
            "scope `{}` is redundant: another alternative already grants access without it",
            scope.value()
        ),
        "remove it",
    )
}
