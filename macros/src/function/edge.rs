//! `scopes = [...], depends = path`: what a function's parameter is resolved by.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{LitStr, Path, PathArguments};

use crate::diag::{Errors, error};
use crate::options::{Options, RawOption, Spec, strings};
use crate::scheme::check_scope_token;

pub(crate) const SCOPES: Spec = Spec {
    name: "scopes",
    example: "scopes = [\"items\"]",
};
pub(crate) const DEPENDS: Spec = Spec {
    name: "depends",
    example: "depends = get_current_user",
};
pub(crate) const CRATE: Spec = Spec {
    name: "crate",
    example: "crate = scopegate",
};

/// An edge of the dependency graph.
pub(crate) struct Edge {
    /// The scopes that it adds, in the order of the source.
    pub(crate) scopes: Vec<LitStr>,
    /// The function or scheme that it leads to.
    pub(crate) target: Path,
}

/// The options that make an edge, before it is known whether they make one.
pub(crate) struct EdgeOptions {
    scopes: Option<(RawOption, Vec<LitStr>)>,
    depends: Option<(RawOption, Option<Path>)>,
}

impl EdgeOptions {
    pub(crate) fn take(options: &mut Options, errors: &mut Errors) -> Self {
        let scopes = options.take(SCOPES.name).map(|option| {
            let list = errors.keep(scope_list(&option)).unwrap_or_default();
            let scopes = check_scopes(list, errors);
            (option, scopes)
        });
        let depends = options.take(DEPENDS.name).map(|option| {
            let path = errors.keep(target_path(&option));
            (option, path)
        });
        Self { scopes, depends }
    }

    /// Any of the options, to point at.
    pub(crate) fn first(&self) -> Option<&RawOption> {
        let scopes = self.scopes.as_ref().map(|(option, _)| option);
        scopes.or(self.depends.as_ref().map(|(option, _)| option))
    }

    /// The edge, if the options make one.
    pub(crate) fn into_edge(self, errors: &mut Errors) -> Option<Edge> {
        match (self.scopes, self.depends) {
            (scopes, Some((_, target))) => Some(Edge {
                scopes: scopes.map(|(_, scopes)| scopes).unwrap_or_default(),
                target: target?,
            }),
            (Some((option, _)), None) => {
                errors.push(error(
                    option,
                    "scopes without `depends` would never be checked",
                    "add what checks them: `depends = get_current_user`, or a security scheme",
                ));
                None
            }
            (None, None) => None,
        }
    }
}

/// The `[...]` of `scopes = [...]`.
fn scope_list(option: &RawOption) -> syn::Result<TokenStream> {
    let help = "write `scopes = [\"items\"]`";
    let value = option.assigned(help)?;
    if let Ok(text) = syn::parse2::<LitStr>(value.clone()) {
        let words: Vec<_> = text
            .value()
            .split_whitespace()
            .map(|word| format!("{word:?}"))
            .collect();
        let help = format!("write `scopes = [{}]`", words.join(", "));
        return Err(error(text, "`scopes` is a list, not a string", help));
    }
    let mut tokens = value.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(list)), None) if list.delimiter() == Delimiter::Bracket => {
            Ok(Group::stream(&list))
        }
        (Some(TokenTree::Group(_)), Some(next)) => {
            let message = format!("expected `,` before `{next}`");
            Err(error(next, message, "separate options by commas"))
        }
        _ => Err(error(value, "expected a list of scopes", help)),
    }
}

fn check_scopes(list: TokenStream, errors: &mut Errors) -> Vec<LitStr> {
    let mut scopes: Vec<LitStr> = Vec::new();
    for scope in strings(list, errors) {
        if scopes
            .iter()
            .any(|earlier| earlier.value() == scope.value())
        {
            let message = format!("scope `{}` is listed twice", scope.value());
            errors.push(error(scope, message, "remove one of them"));
        } else if errors.keep(check_scope_token(&scope)).is_some() {
            scopes.push(scope);
        }
    }
    scopes
}

fn target_path(option: &RawOption) -> syn::Result<Path> {
    let value = option.assigned("write `depends = get_current_user`")?;
    if let Some(name) = called(&value) {
        let message = "`depends` names a function and does not call it";
        return Err(error(value, message, format!("write `depends = {name}`")));
    }
    if let Ok(path) = syn::parse2::<Path>(value)
        && path
            .segments
            .iter()
            .any(|segment| !matches!(segment.arguments, PathArguments::None))
    {
        let help = "dependencies are not generic: let the function take a concrete type";
        return Err(error(
            path,
            "`depends` takes a path without type arguments",
            help,
        ));
    }
    option.path("get_current_user")
}

/// The path in `path(...)`, as FastAPI's users may write.
fn called(value: &TokenStream) -> Option<String> {
    let tokens: Vec<_> = value.clone().into_iter().collect();
    let (TokenTree::Group(arguments), path) = tokens.split_last()? else {
        return None;
    };
    if arguments.delimiter() != Delimiter::Parenthesis || path.is_empty() {
        return None;
    }
    let path: TokenStream = path.iter().cloned().collect();
    let name = path.to_string().replace(' ', "");
    // `Depends(get_current_user)`, `Security(get_current_user)`: it is the argument that is meant.
    let inner = arguments.stream().to_token_stream();
    let wrapped = matches!(name.as_str(), "Depends" | "Security") && !inner.is_empty();
    Some(if wrapped { inner.to_string() } else { name })
}
