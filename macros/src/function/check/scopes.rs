//! `scopes = [...]`, `scopes = any(...)`: which scopes are asked for.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use syn::{Lit, LitStr, Path};

use crate::diag::{Errors, error};
use crate::options::{
    RawOption, Value, call, is_constant, parse_all, split_at_commas, strings_in, ungrouped,
};
use crate::scheme::check_scope_token;

/// The scopes of an edge.
#[derive(Default)]
pub(crate) struct Scopes {
    /// Every scope, in the order of the source.
    pub(crate) literals: Vec<LitStr>,
    /// Where `any(...)` is among them: the sets of scopes of which one is enough.
    pub(crate) any: Option<Any>,
}

/// Alternatives.
pub(crate) struct Any {
    pub(crate) alternatives: Vec<Vec<String>>,
    /// As written.
    pub(crate) text: String,
}

/// A scope, or several of which all or any are asked for.
enum Expression {
    Scope(LitStr),
    All(Vec<Self>),
    Any(Vec<Self>),
}

/// A rule with more alternatives is none that anyone could read.
const MOST_ALTERNATIVES: usize = 16;

/// The scopes of the option, unless something is wrong.
pub(crate) fn check_scopes(option: &RawOption, errors: &mut Errors) -> Option<Scopes> {
    let before = errors.count();
    let expression = top(option, errors)?;
    if errors.count() > before {
        return None;
    }
    let mut literals = Vec::new();
    expression.collect_literals(&mut literals);
    if !expression.has_any() {
        return Some(Scopes {
            literals,
            any: None,
        });
    }
    let alternatives = expression.alternatives();
    if alternatives.len() > MOST_ALTERNATIVES {
        errors.push(error(
            option,
            format!(
                "this expands to {} alternatives; the limit is {MOST_ALTERNATIVES}",
                alternatives.len()
            ),
            "declare a scope that stands for several of them",
        ));
        return None;
    }
    let is_idle = |literal: &&LitStr| !alternatives.iter().flatten().any(|s| *s == literal.value());
    for literal in literals.iter().filter(is_idle) {
        errors.push(error(
            literal,
            format!(
                "scope `{}` is redundant: another alternative already grants access without it",
                literal.value()
            ),
            "remove it",
        ));
    }
    let text = expression.text(true);
    let any = (alternatives.len() > 1).then_some(Any { alternatives, text });
    Some(Scopes { literals, any })
}

impl Expression {
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

    fn has_any(&self) -> bool {
        match self {
            Self::Scope(_) => false,
            Self::All(parts) => parts.iter().any(Self::has_any),
            Self::Any(_) => true,
        }
    }

    /// The sets of scopes of which one is enough, without those that hold another one.
    fn alternatives(&self) -> Vec<Vec<String>> {
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

    fn text(&self, is_top: bool) -> String {
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

fn union(a: &[String], b: &[String]) -> Vec<String> {
    let new = b.iter().filter(|scope| !a.contains(scope));
    a.iter().chain(new).cloned().collect()
}

/// The sets that hold no other one. Of equal ones, the first.
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

/// The whole value of `scopes = ...`.
fn top(option: &RawOption, errors: &mut Errors) -> Option<Expression> {
    if let Value::Assigned(value) = &option.value
        && let Some((name, list)) = combined(value)
    {
        return combination(&name, list, errors);
    }
    let list = errors.keep(scope_list(option))?;
    Some(Expression::All(parts(list, errors)))
}

/// The name and the list in `any(...)` or `all(...)`.
pub(crate) fn combined(tokens: &TokenStream) -> Option<(Ident, TokenStream)> {
    call(tokens).filter(|(name, _)| name == "any" || name == "all")
}

fn combination(name: &Ident, list: TokenStream, errors: &mut Errors) -> Option<Expression> {
    let before = errors.count();
    let parts = parts(list, errors);
    if errors.count() > before {
        return None;
    }
    if parts.len() < 2 {
        let message = format!("`{name}` needs two scopes or more");
        let help =
            format!("write `{name}(\"items:read\", \"admin\")`, or the scope alone in `[...]`");
        errors.push(error(name, message, help));
        return None;
    }
    Some(if name == "any" {
        Expression::Any(parts)
    } else {
        Expression::All(parts)
    })
}

/// The items of a list, none of them twice.
fn parts(list: TokenStream, errors: &mut Errors) -> Vec<Expression> {
    let mut parts: Vec<Expression> = Vec::new();
    for tokens in split_at_commas(list) {
        let tokens = ungrouped(tokens);
        if let Some((name, list)) = combined(&tokens) {
            parts.extend(combination(&name, list, errors));
            continue;
        }
        let Some(scope) = errors.keep(scope_literal(&tokens)) else {
            continue;
        };
        let is_listed = |part: &Expression| matches!(part, Expression::Scope(known) if known.value() == scope.value());
        if parts.iter().any(is_listed) {
            let message = format!("scope `{}` is listed twice", scope.value());
            errors.push(error(scope, message, "remove one of them"));
        } else if errors.keep(check_scope_token(&scope)).is_some() {
            parts.push(Expression::Scope(scope));
        }
    }
    parts
}

/// The `[...]` of `scopes = [...]`.
fn scope_list(option: &RawOption) -> syn::Result<TokenStream> {
    if let Value::List(list) = &option.value
        && let Some(strings) = strings_in(list)
    {
        let help = format!("write `scopes = [{strings}]`");
        return Err(error(option, "expected `scopes = [...]`", help));
    }
    let value = option.assigned()?;
    let mut tokens = value.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(list)), None) if list.delimiter() == Delimiter::Bracket => {
            Ok(Group::stream(&list))
        }
        (Some(TokenTree::Group(list)), Some(next)) if list.delimiter() == Delimiter::Bracket => {
            let message = format!("expected `,` before `{next}`");
            Err(error(next, message, "write a comma between them"))
        }
        _ => Err(not_a_list(option, &value)),
    }
}

fn not_a_list(option: &RawOption, value: &TokenStream) -> syn::Error {
    if let Ok(text) = syn::parse2::<LitStr>(value.clone()) {
        let help = format!("write `scopes = [{}]`", quoted_words(&text.value()));
        return error(text, "`scopes` is a list, not a string", help);
    }
    if let Some(name) = operator(value) {
        let scopes = value.clone().into_iter();
        let scopes = scopes.filter(|token| matches!(token, TokenTree::Literal(_)));
        let scopes: Vec<_> = scopes.map(|scope| scope.to_string()).collect();
        let help = format!("write `scopes = {name}({})`", scopes.join(", "));
        return error(value, "scopes have no operators", help);
    }
    if let Some(strings) = strings_in(value) {
        let help = format!("write `scopes = [{strings}]`");
        return error(value, "`scopes` is a list in brackets", help);
    }
    match syn::parse2::<Ident>(value.clone()) {
        Ok(name) if !is_constant(&name) => {
            let help = format!("write `scopes = [\"{name}\"]`");
            error(name, "expected a list of scopes", help)
        }
        Ok(_) => error(
            value,
            "expected a list of scopes: macros cannot read constants",
            "write the scopes themselves: `scopes = [\"items\"]`",
        ),
        Err(_) => error(value, "expected a list of scopes", option.write_example()),
    }
}

/// What `a || b` and `a && b` are called here.
fn operator(value: &TokenStream) -> Option<&'static str> {
    value.clone().into_iter().find_map(|token| match token {
        TokenTree::Punct(punct) if punct.as_char() == '|' => Some("any"),
        TokenTree::Punct(punct) if punct.as_char() == '&' => Some("all"),
        _ => None,
    })
}

fn quoted_words(text: &str) -> String {
    let words: Vec<_> = text
        .split_whitespace()
        .map(|word| format!("{word:?}"))
        .collect();
    words.join(", ")
}

/// A scope of the list. It is a literal, so that readers and macros see it where it is required.
fn scope_literal(tokens: &TokenStream) -> syn::Result<LitStr> {
    let is_constant = syn::parse2::<Path>(tokens.clone()).is_ok_and(|path| {
        let last = path.segments.last();
        path.segments.len() > 1 || last.is_some_and(|name| is_constant(&name.ident))
    });
    let (message, help) = if is_constant {
        (
            "expected a string literal: macros cannot read constants",
            "write the scope itself: `\"items\"`".to_owned(),
        )
    } else {
        let help = meant_text(tokens).map_or_else(
            || "scopes are string literals separated by commas: `[\"me\", \"items\"]`".to_owned(),
            |text| format!("write `{text:?}`"),
        );
        ("expected a string literal", help)
    };
    parse_all(syn::parse2(tokens.clone()), tokens, message, &help)
}

/// The text that was written without quotes, or in other ones: `items`, `items:read`, `'i'`,
/// `["items"]`.
fn meant_text(tokens: &TokenStream) -> Option<String> {
    match syn::parse2(tokens.clone()) {
        Ok(Lit::Char(c)) => return Some(c.value().into()),
        Ok(Lit::ByteStr(bytes)) => return String::from_utf8(bytes.value()).ok(),
        Ok(Lit::CStr(text)) => return text.value().into_string().ok(),
        _ => {}
    }
    if let Some(TokenTree::Group(group)) = tokens.clone().into_iter().next()
        && let Ok(text) = syn::parse2::<LitStr>(group.stream())
    {
        return Some(text.value());
    }
    let is_word = |token| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(punct) => matches!(punct.as_char(), ':' | '.' | '-' | '/'),
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    };
    let text = tokens.to_string().replace(' ', "");
    tokens.clone().into_iter().all(is_word).then_some(text)
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;

    use super::*;

    const NAMES: [&str; 3] = ["a", "b", "c"];

    /// Whether the scopes in `granted`, a set of bits, are enough: straight from what is written.
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
