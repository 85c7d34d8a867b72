//! `depends = path`, `depends = any(a, b)`.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Path, PathArguments};

use super::scopes::combined;
use crate::diag::{Errors, error};
use crate::options::{RawOption, Value, compact, items};

/// The paths that `depends` names: one, or those of `any(...)`.
pub(crate) fn targets(option: &RawOption, errors: &mut Errors) -> Option<Vec<Path>> {
    let Value::Assigned(value) = &option.value else {
        return errors.keep(option.path()).map(|path| vec![path]);
    };
    match combined(value) {
        None => errors.keep(target(option, value)).map(|path| vec![path]),
        Some((name, list)) if name == "any" => alternatives(&name, option, list, errors),
        Some((name, _)) => {
            errors.push(error(
                value,
                "a parameter receives one value",
                format!("use one parameter for each dependency: write `#[security(depends = ...)]` above each \
                         instead of `{name}(...)`"),
            ));
            None
        }
    }
}

/// The paths of `any(...)`.
fn alternatives(
    any: &Ident,
    option: &RawOption,
    list: TokenStream,
    errors: &mut Errors,
) -> Option<Vec<Path>> {
    let before = errors.count();
    let paths = items(list, errors, |value| {
        let option = RawOption {
            name: option.name.clone(),
            value: Value::Assigned(value.clone()),
            example: option.example,
        };
        target(&option, value)
    });
    if errors.count() > before {
        return None;
    }
    let help = "write `depends = any(get_user_by_token, get_user_by_key)`";
    if paths.len() < 2 {
        errors.push(error(any, "`any` needs two dependencies or more", help));
        return None;
    }
    for (i, path) in paths.iter().enumerate() {
        if paths[..i]
            .iter()
            .any(|earlier| compact(earlier) == compact(path))
        {
            let message = format!("alternative `{}` is listed twice", compact(path));
            errors.push(error(path, message, "remove one of them"));
        }
    }
    Some(paths)
}

/// One path.
fn target(option: &RawOption, value: &TokenStream) -> syn::Result<Path> {
    {
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
            let help = "dependencies are not generic: use a concrete type in the function";
            return Err(error(
                path,
                "`depends` takes a path without type arguments",
                help,
            ));
        }
    }
    option.path()
}

/// The path in `path(...)`, which users of FastAPI may write.
fn called(value: &TokenStream) -> Option<String> {
    let tokens: Vec<_> = value.clone().into_iter().collect();
    let (TokenTree::Group(arguments), path) = tokens.split_last()? else {
        return None;
    };
    if arguments.delimiter() != Delimiter::Parenthesis || path.is_empty() {
        return None;
    }
    let name = syn::parse2::<Path>(path.iter().cloned().collect()).ok()?;
    let name = compact(&name);
    // `Depends(get_current_user)`, `Security(get_current_user)`: the argument is the path.
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
    Some(compact(&path))
}
