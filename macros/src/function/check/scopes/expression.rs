//! `any(...)` and `all(...)`, nested, and the sets of scopes that satisfy them.

use syn::LitStr;

/// A scope, or several of which all or any are required.
pub(super) enum Expression {
    Scope(LitStr),
    All(Vec<Self>),
    Any(Vec<Self>),
}

impl Expression {
    /// Every scope, in the order of the source, none of them twice.
    pub(super) fn literals(&self) -> Vec<LitStr> {
        let mut found = Vec::new();
        self.collect_literals(&mut found);
        found
    }

    fn collect_literals(&self, found: &mut Vec<LitStr>) {
        match self {
            Self::Scope(literal) => {
                if !found.iter().any(|known| known.value() == literal.value()) {
                    found.push(literal.clone());
                }
            }
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.collect_literals(found);
                }
            }
        }
    }

    pub(super) fn has_any(&self) -> bool {
        match self {
            Self::Scope(_) => false,
            Self::All(parts) => parts.iter().any(Self::has_any),
            Self::Any(_) => true,
        }
    }

    /// The sets of scopes of which one is enough, without those that contain another one.
    pub(super) fn alternatives(&self) -> Vec<Vec<String>> {
        match self {
            Self::Scope(literal) => vec![vec![literal.value()]],
            Self::Any(parts) => {
                let sets: Vec<_> = parts.iter().flat_map(Self::alternatives).collect();
                smallest(&sets)
            }
            Self::All(parts) => parts.iter().fold(vec![Vec::new()], |sets, part| {
                let part = part.alternatives();
                let pairs = sets.iter().flat_map(|a| part.iter().map(move |b| (a, b)));
                let sets: Vec<_> = pairs.map(|(a, b)| union(a, b)).collect();
                smallest(&sets)
            }),
        }
    }

    /// The expression in a message. The outermost list is written without `all`.
    pub(super) fn text(&self, is_top: bool) -> String {
        let joined = |parts: &[Self], between: &str| {
            let texts: Vec<_> = parts.iter().map(|part| part.text(false)).collect();
            texts.join(between)
        };
        match self {
            Self::Scope(literal) => literal.value(),
            Self::All(parts) if is_top => joined(parts, " "),
            Self::All(parts) => format!("all({})", joined(parts, ", ")),
            Self::Any(parts) => format!("any({})", joined(parts, ", ")),
        }
    }
}

impl Expression {
    /// The expression as it is written in the source. The outermost list has brackets.
    pub(super) fn source(&self, is_top: bool) -> String {
        let joined = |parts: &[Self]| {
            let texts: Vec<_> = parts.iter().map(|part| part.source(false)).collect();
            texts.join(", ")
        };
        match self {
            Self::Scope(literal) if is_top => format!("[{:?}]", literal.value()),
            Self::Scope(literal) => format!("{:?}", literal.value()),
            Self::All(parts) if is_top => format!("[{}]", joined(parts)),
            Self::All(parts) => format!("all({})", joined(parts)),
            Self::Any(parts) => format!("any({})", joined(parts)),
        }
    }

    /// Joins lists with the lists of the same kind in them, and removes what is listed twice.
    pub(super) fn flatten(&mut self) {
        let is_any = matches!(self, Self::Any(_));
        let (Self::All(parts) | Self::Any(parts)) = self else {
            return;
        };
        let mut flat: Vec<Self> = Vec::new();
        for mut part in std::mem::take(parts) {
            part.flatten();
            let inner = match part {
                Self::Any(inner) if is_any => inner,
                Self::All(inner) if !is_any => inner,
                part => vec![part],
            };
            for part in inner {
                if flat
                    .iter()
                    .all(|known| known.source(false) != part.source(false))
                {
                    flat.push(part);
                }
            }
        }
        if flat.len() == 1 {
            *self = flat.remove(0);
        } else {
            *parts = flat;
        }
    }
}

fn union(a: &[String], b: &[String]) -> Vec<String> {
    let new = b.iter().filter(|scope| !a.contains(scope));
    a.iter().chain(new).cloned().collect()
}

/// The sets that do not contain another one. Of equal sets, the first is kept.
fn smallest(sets: &[Vec<String>]) -> Vec<Vec<String>> {
    let holds = |a: &[String], b: &[String]| b.iter().all(|scope| a.contains(scope));
    let is_needed = |i: usize, set: &[String]| {
        !sets
            .iter()
            .enumerate()
            .any(|(j, other)| i != j && holds(set, other) && (j < i || other.len() < set.len()))
    };
    let numbered = sets.iter().enumerate();
    let needed = numbered.filter(|(i, set)| is_needed(*i, set));
    needed.map(|(_, set)| set.clone()).collect()
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;

    use super::*;

    const NAMES: [&str; 3] = ["a", "b", "c"];

    /// Whether the scopes in `granted`, a set of bits, are enough, evaluated on the expression itself.
    fn is_enough(expression: &Expression, granted: u8) -> bool {
        match expression {
            Expression::Scope(literal) => has(granted, &literal.value()),
            Expression::All(parts) => parts.iter().all(|part| is_enough(part, granted)),
            Expression::Any(parts) => parts.iter().any(|part| is_enough(part, granted)),
        }
    }

    fn has(granted: u8, name: &str) -> bool {
        let bit = NAMES.iter().position(|known| *known == name);
        bit.is_some_and(|bit| granted & (1 << bit) != 0)
    }

    fn scope(name: &str) -> Expression {
        Expression::Scope(LitStr::new(name, Span::call_site()))
    }

    /// Every expression of this depth over the names, with lists of two.
    fn expressions(depth: u32) -> Vec<Expression> {
        let mut all: Vec<_> = NAMES.map(scope).into_iter().collect();
        if depth > 0 {
            let count = expressions(depth - 1).len();
            for (i, j) in (0..count).flat_map(|i| (0..count).map(move |j| (i, j))) {
                let pair = || {
                    let mut parts = expressions(depth - 1);
                    let second = parts.swap_remove(j);
                    let first = expressions(depth - 1).swap_remove(i);
                    vec![first, second]
                };
                all.extend([Expression::All(pair()), Expression::Any(pair())]);
            }
        }
        all
    }

    #[test]
    fn alternatives_say_what_is_written_for_every_expression_and_every_set_of_scopes() {
        let all = expressions(2);
        assert!(all.len() > 800, "{}", all.len());
        for expression in &all {
            let alternatives = expression.alternatives();
            for granted in 0..8 {
                let found = alternatives
                    .iter()
                    .any(|scopes| scopes.iter().all(|scope| has(granted, scope)));
                let expected = is_enough(expression, granted);
                assert_eq!(
                    found,
                    expected,
                    "{} with {granted:b}",
                    expression.text(true)
                );
            }
        }
    }

    #[test]
    fn no_alternative_holds_another_one() {
        for expression in &expressions(2) {
            let sets = expression.alternatives();
            for (i, a) in sets.iter().enumerate() {
                for (j, b) in sets.iter().enumerate() {
                    let holds = i != j && b.iter().all(|scope| a.contains(scope));
                    assert!(!holds, "{}: {a:?} {b:?}", expression.text(true));
                }
            }
        }
    }
}
