//! What a wrong value was probably meant to say: the grammar of other languages, in which lists and alternatives have
//! other brackets, operators and names.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::Path;
use syn::parse::Parser;

use crate::options::{split_at_commas, ungrouped};
use crate::suggest::{Combination, combination};

/// A value, or several of which all or any were meant.
pub(super) enum Meant<T> {
    One(T),
    All(Vec<Self>),
    Any(Vec<Self>),
}

impl<T> Meant<T> {
    /// Reads `tokens`, in which `leaf` knows the single values.
    pub(super) fn read(
        tokens: &TokenStream,
        leaf: &dyn Fn(&TokenStream) -> Option<Self>,
    ) -> Option<Self> {
        let parts = split_at_commas(ungrouped(tokens.clone()));
        if parts.len() > 1 {
            return read_each(parts, leaf).map(Self::All);
        }
        let trees: Vec<_> = parts.into_iter().next()?.into_iter().collect();
        if is_closure(&trees) {
            return called_in(&trees).and_then(|call| leaf(&call));
        }
        let operands = |is_operator: &dyn Fn(&TokenTree) -> bool| -> Vec<TokenStream> {
            let operands = trees.split(is_operator).filter(|part| !part.is_empty());
            operands
                .map(|part| part.iter().cloned().collect())
                .collect()
        };
        let alternatives = operands(&|token| is(token, &["|", "or"]));
        if alternatives.len() > 1 {
            return read_each(alternatives, leaf).map(Self::Any);
        }
        // One operand has lost the `&` of a reference.
        let mut operands = operands(&|token| is(token, &["&", "+", "and"]));
        if operands.len() > 1 {
            return read_each(operands, leaf).map(Self::All);
        }
        let operand = operands.pop()?;
        read_operand(&operand, leaf).or_else(|| leaf(&operand))
    }

    /// The single values, in the order of the source.
    pub(super) fn into_leaves(self) -> Vec<T> {
        match self {
            Self::One(value) => vec![value],
            Self::All(parts) | Self::Any(parts) => {
                parts.into_iter().flat_map(Self::into_leaves).collect()
            }
        }
    }
}

fn is_closure(trees: &[TokenTree]) -> bool {
    trees
        .iter()
        .find(|token| !is(token, &["move", "async"]))
        .is_some_and(|token| is(token, &["|"]))
}

/// `name(...)` at the end of a closure.
fn called_in(trees: &[TokenTree]) -> Option<TokenStream> {
    let body = trees.rsplit(|token| is(token, &["|"])).next()?;
    let is_call = matches!(body, [.., TokenTree::Ident(_), TokenTree::Group(_)]);
    is_call.then(|| body.iter().cloned().collect())
}

/// Whether values are combined with an operator.
pub(super) fn has_operator(tokens: &TokenStream) -> bool {
    let mut tokens = tokens.clone().into_iter().skip(1);
    tokens.any(|token| is(&token, &["|", "&", "+", "and", "or"]))
}

fn is(token: &TokenTree, texts: &[&str]) -> bool {
    match token {
        TokenTree::Punct(_) | TokenTree::Ident(_) => texts.contains(&token.to_string().as_str()),
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    }
}

fn read_each<T>(
    parts: Vec<TokenStream>,
    leaf: &dyn Fn(&TokenStream) -> Option<Meant<T>>,
) -> Option<Vec<Meant<T>>> {
    let parts = parts.into_iter();
    parts.map(|part| Meant::read(&part, leaf)).collect()
}

/// Brackets, conversions such as `.to_string()`, and `any_of(...)`.
fn read_operand<T>(
    tokens: &TokenStream,
    leaf: &dyn Fn(&TokenStream) -> Option<Meant<T>>,
) -> Option<Meant<T>> {
    let trees: Vec<_> = tokens.clone().into_iter().collect();
    if let [
        value @ ..,
        TokenTree::Punct(dot),
        TokenTree::Ident(_),
        TokenTree::Group(arguments),
    ] = trees.as_slice()
        && dot.as_char() == '.'
        && arguments.stream().is_empty()
    {
        return Meant::read(&value.iter().cloned().collect(), leaf);
    }
    let (TokenTree::Group(group), name) = trees.split_last()? else {
        return None;
    };
    let list = |list: TokenStream| {
        let parts = read_each(split_at_commas(list), leaf);
        parts.filter(|parts| !parts.is_empty())
    };
    let parts = || list(group.stream());
    if name.is_empty() {
        return parts().map(all);
    }
    let name = called_name(name)?;
    match combination(&name) {
        Some(Combination::Any) => {
            list(only_list(group.stream())).map(|parts| several(parts, Meant::Any))
        }
        Some(Combination::All) => parts().map(all),
        None if is_list(&name, group.delimiter()) => parts().map(all),
        None => None,
    }
}

/// The last name of a path, or of the path of a macro.
fn called_name(trees: &[TokenTree]) -> Option<String> {
    let path = match trees {
        [path @ .., bang] if is(bang, &["!"]) => path,
        path => path,
    };
    let path = Path::parse_mod_style.parse2(path.iter().cloned().collect());
    Some(path.ok()?.segments.last()?.ident.to_string())
}

/// The items of `[a, b]` in `any([a, b])`.
fn only_list(tokens: TokenStream) -> TokenStream {
    let mut trees = tokens.clone().into_iter();
    match (trees.next(), trees.next()) {
        (Some(TokenTree::Group(list)), None) => only_list(list.stream()),
        _ => tokens,
    }
}

/// Whether it makes a list, or a string: `vec![...]`, `HashSet::from([...])`.
fn is_list(name: &str, delimiter: Delimiter) -> bool {
    delimiter != Delimiter::Parenthesis
        || ["from", "new", "list", "set", "tuple", "Some"].contains(&name)
}

fn all<T>(parts: Vec<Meant<T>>) -> Meant<T> {
    several(parts, Meant::All)
}

/// `parts`, or the only one of them.
fn several<T>(mut parts: Vec<Meant<T>>, combine: fn(Vec<Meant<T>>) -> Meant<T>) -> Meant<T> {
    if parts.len() == 1 {
        parts.remove(0)
    } else {
        combine(parts)
    }
}
