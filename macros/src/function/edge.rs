//! `scopes = [...], depends = path`: what a function's parameter is resolved by.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Lit, LitStr, Path, PathArguments};

use crate::diag::{Errors, error};
use crate::options::{
    Options, Positional, RawOption, Spec, Value, is_constant, items, parse_all, strings_in,
};
use crate::scheme::check_scope_token;

pub(crate) const SCOPES: Spec = Spec {
    name: "scopes",
    example: "scopes = [\"items\"]",
    positional: Positional::Scopes,
};
pub(crate) const DEPENDS: Spec = Spec {
    name: "depends",
    example: "depends = get_current_user",
    positional: Positional::Path,
};
pub(crate) const CRATE: Spec = Spec {
    name: "crate",
    example: "crate = scopegate",
    positional: Positional::No,
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
    /// Whether `depends` may be what an error is about.
    is_clear: bool,
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
        Self {
            scopes,
            depends,
            is_clear: options.is_clear(),
        }
    }

    /// Any of the options, to point at.
    pub(crate) fn first(&self) -> Option<&RawOption> {
        let scopes = self.scopes.as_ref().map(|(option, _)| option);
        scopes.or(self.depends.as_ref().map(|(option, _)| option))
    }

    /// Whether the first parameter is meant to receive a value.
    pub(crate) fn is_meant(&self) -> bool {
        self.depends.is_some() || self.scopes.is_some() || !self.is_clear
    }

    /// Whether scopes are asked for.
    pub(crate) fn has_scopes(&self) -> bool {
        self.scopes.is_some()
    }

    /// The edge, if the options make one.
    pub(crate) fn into_edge(self, errors: &mut Errors) -> Option<Edge> {
        match (self.scopes, self.depends) {
            (scopes, Some((_, target))) => Some(Edge {
                scopes: scopes.map(|(_, scopes)| scopes).unwrap_or_default(),
                target: target?,
            }),
            (Some((option, _)), None) => {
                if self.is_clear && !swallowed_an_option(&option) {
                    errors.push(scopes_without_depends(&option));
                }
                None
            }
            (None, None) => None,
        }
    }
}

fn scopes_without_depends(scopes: &RawOption) -> syn::Error {
    error(
        scopes,
        "scopes without `depends` would never be checked",
        "add what checks them: `depends = get_current_user`, or a security scheme",
    )
}

/// Whether the value goes on after its list, where a comma is missing: `depends` may be in there.
fn swallowed_an_option(scopes: &RawOption) -> bool {
    matches!(&scopes.value, Value::Assigned(value) if value.clone().into_iter().count() > 2)
}

/// The `[...]` of `scopes = [...]`.
fn scope_list(option: &RawOption) -> syn::Result<TokenStream> {
    if let Value::List(list) = &option.value
        && let Some(strings) = strings_in(list)
    {
        let help = format!("write `scopes = [{strings}]`");
        return Err(error(option, "expected `scopes = [...]`", help));
    }
    let value = option.assigned("write `scopes = [\"items\"]`")?;
    let mut tokens = value.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(list)), None) if list.delimiter() == Delimiter::Bracket => {
            Ok(Group::stream(&list))
        }
        (Some(TokenTree::Group(list)), Some(next)) if list.delimiter() == Delimiter::Bracket => {
            let message = format!("expected `,` before `{next}`");
            Err(error(next, message, "write a comma between them"))
        }
        _ => Err(not_a_list(&value)),
    }
}

fn not_a_list(value: &TokenStream) -> syn::Error {
    if let Ok(text) = syn::parse2::<LitStr>(value.clone()) {
        let help = format!("write `scopes = [{}]`", quoted_words(&text.value()));
        return error(text, "`scopes` is a list, not a string", help);
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
        Err(_) => error(
            value,
            "expected a list of scopes",
            "write `scopes = [\"items\"]`",
        ),
    }
}

fn quoted_words(text: &str) -> String {
    let words: Vec<_> = text
        .split_whitespace()
        .map(|word| format!("{word:?}"))
        .collect();
    words.join(", ")
}

fn check_scopes(list: TokenStream, errors: &mut Errors) -> Vec<LitStr> {
    let mut scopes: Vec<LitStr> = Vec::new();
    for scope in items(list, errors, scope_literal) {
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

fn target_path(option: &RawOption) -> syn::Result<Path> {
    if let Value::Assigned(value) = &option.value {
        if let Some(name) = called(value) {
            let message = "`depends` names a function and does not call it";
            return Err(error(value, message, format!("write `depends = {name}`")));
        }
        if let Some(path) = decorated(value) {
            let help = format!("write `depends = {path}`");
            return Err(error(value, "expected a path", help));
        }
        if let Ok(path) = syn::parse2::<Path>(value.clone())
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
    let name = syn::parse2::<Path>(path.iter().cloned().collect()).ok()?;
    let name = crate::options::compact(&name);
    // `Depends(get_current_user)`, `Security(get_current_user)`: it is the argument that is meant.
    let inner = arguments.stream().to_token_stream();
    let wrapped = matches!(name.as_str(), "Depends" | "Security") && !inner.is_empty();
    Some(if wrapped {
        inner.to_string().replace(" ,", ",")
    } else {
        name
    })
}

/// The path in `[path]` and `&path`.
fn decorated(value: &TokenStream) -> Option<String> {
    let mut tokens = value.clone().into_iter();
    let inner = match tokens.next()? {
        TokenTree::Group(group) if tokens.next().is_none() => group.stream(),
        TokenTree::Punct(punct) if punct.as_char() == '&' => tokens.collect(),
        _ => return None,
    };
    let path = syn::parse2::<Path>(inner).ok()?;
    Some(crate::options::compact(&path))
}
