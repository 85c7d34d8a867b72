//! `depends = path`, `depends = any(a, b)`.

use std::collections::BTreeSet;
use std::iter;

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::{LitStr, Path, PathArguments};

use super::meant::Meant;
use super::scopes::combined;
use crate::diag::{Errors, error};
use crate::options::{Place, RawOption, Value, compact, split_at_commas, ungrouped};

/// The paths that `depends` names: one, or those of `any(...)`.
pub(crate) fn targets(option: &RawOption, errors: &mut Errors) -> Option<Vec<Path>> {
    if let Value::Assigned(value) = &option.value
        && let Some((name, list)) = combined(value)
        && name == "any"
        && let Some(paths) = paths(list)
    {
        return alternatives(&name, paths, errors);
    }
    errors.keep(target(option)).map(|path| vec![path])
}

/// The items of `any(...)`, if all of them are paths.
fn paths(list: TokenStream) -> Option<Vec<Path>> {
    let items = split_at_commas(list).into_iter().map(ungrouped);
    items.map(|item| plain_path(&item)).collect()
}

/// A path without type arguments.
fn plain_path(tokens: &TokenStream) -> Option<Path> {
    Path::parse_mod_style.parse2(tokens.clone()).ok()
}

/// The paths of `any(...)`.
fn alternatives(any: &Ident, paths: Vec<Path>, errors: &mut Errors) -> Option<Vec<Path>> {
    if paths.len() < 2 {
        let help = paths.first().map_or_else(
            || "write `depends = any(get_user_by_token, get_user_by_key)`".to_owned(),
            |only| format!("write `depends = {}`, or add another one", compact(only)),
        );
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
fn target(option: &RawOption) -> syn::Result<Path> {
    let (Value::Assigned(value) | Value::List(value)) = &option.value else {
        return option.path();
    };
    let is_assigned = matches!(option.value, Value::Assigned(_));
    if let Some(path) = plain_path(value).filter(|_| is_assigned) {
        return Ok(path);
    }
    if let Ok(path) = syn::parse2::<Path>(value.clone())
        && path
            .segments
            .iter()
            .any(|segment| !matches!(segment.arguments, PathArguments::None))
    {
        let help = "dependencies are not generic: use a concrete type in the function";
        let message = "`depends` takes a path without type arguments";
        return Err(error(path, message, help));
    }
    let Some(meant) = Meant::read(value, &named) else {
        return option.path();
    };
    let meant = help(meant, option.place);
    if !is_assigned {
        return Err(error(option, "expected `depends = ...`", meant.help));
    }
    Err(error(value, message(value, &meant), meant.help))
}

fn message(value: &TokenStream, meant: &Help) -> &'static str {
    let last = value.clone().into_iter().last();
    let is_call = matches!(last, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
    if !meant.is_one {
        "`depends` names one dependency"
    } else if meant.help.contains("any(") {
        "alternatives are paths in `any(...)`"
    } else if syn::parse2::<LitStr>(value.clone()).is_ok() {
        "expected a path, not a string"
    } else if is_call && value.clone().into_iter().count() > 1 {
        "`depends` names a function and does not call it"
    } else {
        "expected a path"
    }
}

/// What to write instead.
struct Help {
    help: String,
    is_one: bool,
}

fn help(meant: Meant<String>, place: Place) -> Help {
    let is_any = is_any(&meant);
    let mut names = meant.into_leaves();
    let mut known = BTreeSet::new();
    names.retain(|name| known.insert(name.clone()));
    let is_one = names.len() == 1 || is_any;
    let help = if let [only] = names.as_slice() {
        format!("write `depends = {only}`")
    } else if place == Place::Level {
        help_for_levels(&names, is_any)
    } else if is_any {
        format!("write `depends = any({})`", names.join(", "))
    } else {
        let attributes: Vec<_> = names
            .iter()
            .map(|name| format!("`#[security(depends = {name})]`"))
            .collect();
        format!(
            "give each its own parameter, with {} above them; if one is enough, write `depends = any({})`",
            attributes.join(" and "),
            names.join(", ")
        )
    };
    Help { help, is_one }
}

/// A level has one dependency, and no alternatives.
fn help_for_levels(names: &[String], is_any: bool) -> String {
    let any = format!(
        "write a dependency with `depends = any({})`, and name it here",
        names.join(", ")
    );
    if is_any {
        return any;
    }
    let levels: Vec<_> = names
        .iter()
        .map(|name| format!("`.requires(level!(depends = {name}))`"))
        .collect();
    format!(
        "write a level for each: {}; if one is enough, {any}",
        levels.join(" and ")
    )
}

/// Whether one of all values is enough.
fn is_any(meant: &Meant<String>) -> bool {
    match meant {
        Meant::One(_) => true,
        Meant::Any(parts) => parts.iter().all(is_any),
        Meant::All(_) => false,
    }
}

/// The path in `path`, `"path"`, `module.path` and `path(...)`, which users of FastAPI may write, and in a closure.
fn named(tokens: &TokenStream) -> Option<Meant<String>> {
    let path = |tokens: TokenStream| plain_path(&tokens).map(|path| compact(&path));
    let trees: Vec<_> = tokens.clone().into_iter().collect();
    if let Ok(text) = syn::parse2::<LitStr>(tokens.clone()) {
        return path(text.value().parse().ok()?).map(Meant::One);
    }
    if let Some((TokenTree::Group(arguments), function)) = trees.split_last()
        && arguments.delimiter() == Delimiter::Parenthesis
    {
        let function = path(function.iter().cloned().collect())?;
        // `Depends(get_current_user)`, `Security(get_current_user, scopes=["items"])`: the arguments are the options.
        let is_wrapper = matches!(function.as_str(), "Depends" | "Security");
        let mut inner = split_at_commas(arguments.stream()).into_iter();
        let first = inner.next().filter(|_| is_wrapper);
        let Some(first) = first else {
            return Some(Meant::One(function));
        };
        let options = inner.map(|option| option.to_string());
        let options: Vec<_> = iter::once(path(first)?).chain(options).collect();
        return Some(Meant::One(options.join(", ")));
    }
    let rust: String = tokens.to_string().replace('.', "::");
    path(rust.parse().ok()?).map(Meant::One)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn option(value: &str) -> RawOption {
        RawOption {
            name: Ident::new("depends", proc_macro2::Span::call_site()),
            value: Value::Assigned(value.parse().expect(value)),
            place: Place::Handler,
            example: "depends = get_current_user",
        }
    }

    fn accepted(value: &str) -> Option<Vec<String>> {
        let mut errors = Errors::default();
        let paths = targets(&option(value), &mut errors)?;
        let paths = paths.iter().map(compact).collect();
        errors.is_empty().then_some(paths)
    }

    fn suggested(value: &str) -> String {
        let meant = Meant::read(&value.parse().expect(value), &named);
        meant
            .map(|meant| help(meant, Place::Handler).help)
            .unwrap_or_default()
    }

    /// The values of `depends = ...` in a help.
    fn values(help: &str) -> Vec<&str> {
        let values = help.split("depends = ").skip(1);
        let end = |text: &str| text.find([']', '`']).unwrap_or(text.len());
        values
            .map(|text| {
                let text = &text[..end(text)];
                // The parenthesis of the attribute.
                if text.matches(')').count() > text.matches('(').count() {
                    &text[..text.len() - 1]
                } else {
                    text
                }
            })
            .collect()
    }

    #[test]
    fn one_dependency_is_found_in_every_spelling() {
        for value in [
            "\"auth::user\"",
            "auth::user()",
            "&auth::user",
            "[auth::user]",
            "&[auth::user]",
            "(auth::user)",
            "{ auth::user }",
            "vec![auth::user]",
            "auth.user",
            "auth::user(token)",
            "auth::user.clone()",
            "Depends(auth::user)",
            "Some(auth::user)",
            "|token| auth::user(token)",
            "any(auth::user, auth::user)",
        ] {
            let help = suggested(value);
            assert_eq!(help, "write `depends = auth::user`", "{value}");
            assert_eq!(accepted(values(&help)[0]).unwrap(), ["auth::user"]);
        }
    }

    #[test]
    fn a_closure_that_calls_nothing_names_no_dependency() {
        assert_eq!(suggested("|token| token"), "");
    }

    #[test]
    fn several_dependencies_have_a_parameter_each() {
        for value in [
            "[a, b]",
            "(a, b)",
            "&[a, b]",
            "all(a, b)",
            "a && b",
            "a, b",
            "[a(), \"b\"]",
        ] {
            let help = suggested(value);
            let values = values(&help);
            assert_eq!(values, ["a", "b", "any(a, b)"], "{value}");
            assert!(values.into_iter().all(|value| accepted(value).is_some()));
        }
    }

    #[test]
    fn alternatives_stay_alternatives() {
        for value in [
            "any[a, b]",
            "any([a, b])",
            "one_of(a, b)",
            "anyOf(a, b)",
            "any(a, any(b))",
            "any(a(), b)",
            "a || b",
            "either(\"a\", b)",
        ] {
            let help = suggested(value);
            assert_eq!(help, "write `depends = any(a, b)`", "{value}");
            assert_eq!(accepted(values(&help)[0]).unwrap(), ["a", "b"]);
        }
    }
}
