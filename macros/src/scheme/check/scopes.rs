//! `scopes("items:write" = "Change items.", implies("items:read"))`: the scopes that exist.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};
use syn::{LitStr, Token};

use super::scope_token::check_scope_token;
use super::templates::check_scope_templates;
use crate::diag::{Errors, error};
use crate::options::table::SCOPES;
use crate::options::{
    Options, RawOption, Value, call, items, parse_all, split_at_commas, ungrouped,
};
use crate::suggest;

/// A declared scope.
pub(crate) struct Declared {
    pub(crate) name: LitStr,
    pub(crate) description: LitStr,
    /// The scopes that it implies, as written.
    implies: Vec<LitStr>,
}

impl Declared {
    /// The scopes that it implies, as written.
    pub(super) fn implied(&self) -> impl Iterator<Item = &LitStr> {
        self.implies.iter()
    }
}

/// For each of `scopes`, the scopes that it implies, directly or through others.
pub(crate) fn closure(scopes: &[Declared]) -> Vec<Vec<String>> {
    let implied = |start: &Declared| {
        let mut found: Vec<String> = Vec::new();
        let mut rest: Vec<&Declared> = vec![start];
        while let Some(scope) = rest.pop() {
            for name in scope.implies.iter().map(LitStr::value) {
                if !found.contains(&name) {
                    rest.extend(find(scopes, &name));
                    found.push(name);
                }
            }
        }
        found
    };
    scopes.iter().map(implied).collect()
}

/// The scopes of an API key are checked by a function, which does not know what they imply.
pub(crate) fn check_no_implications(scopes: &[Declared], errors: &mut Errors) {
    for scope in scopes.iter().filter(|scope| !scope.implies.is_empty()) {
        errors.push(error(
            &scope.name,
            "`implies` is for the scopes of tokens, which scopegate compares",
            "remove it: the function with `checks_scopes` decides what this scope allows",
        ));
    }
}

fn find<'s>(scopes: &'s [Declared], name: &str) -> Option<&'s Declared> {
    scopes.iter().find(|scope| scope.name.value() == name)
}

pub(crate) fn check_scopes(options: &mut Options, errors: &mut Errors) -> Vec<Declared> {
    let list = options.take(&SCOPES).and_then(|option| {
        let help = format!("write `{}`", scopes_example(&option));
        errors.keep(option.list(&help))
    });
    let before = errors.count();
    let mut scopes: Vec<Declared> = Vec::new();
    for tokens in split_at_commas(list.unwrap_or_default()) {
        let tokens = ungrouped(tokens);
        match call(&tokens).filter(|(name, _)| name == "implies") {
            Some((name, list)) => check_implies(&name, list, &mut scopes, errors),
            None => match misspelt_implies(&tokens) {
                Some(error) => errors.push(error),
                None => declare(&tokens, &mut scopes, errors),
            },
        }
    }
    if errors.count() == before {
        check_implied_scopes(&scopes, errors);
        check_scope_templates(&scopes, errors);
    }
    scopes
}

fn declare(tokens: &TokenStream, scopes: &mut Vec<Declared>, errors: &mut Errors) {
    let Some((key, description)) = errors.keep(scope_pair(tokens)) else {
        return;
    };
    let name = key.value();
    if errors.keep(check_scope_token(&key)).is_none() {
        return;
    }
    if find(scopes, &name).is_some() {
        let message = format!("scope `{name}` is declared twice");
        errors.push(error(key, message, "keep one of them"));
        return;
    }
    match description {
        Some(description) if !description.value().trim().is_empty() => scopes.push(Declared {
            name: key,
            description,
            implies: Vec::new(),
        }),
        Some(description) => errors.push(missing_description(&name, &description)),
        None => errors.push(missing_description(&name, &key)),
    }
}

/// Adds an `implies(...)` to the scope before it.
fn check_implies(name: &Ident, list: TokenStream, scopes: &mut [Declared], errors: &mut Errors) {
    let help =
        "write it after a scope: `\"items:write\" = \"Change items.\", implies(\"items:read\")`";
    let before = errors.count();
    let literals = items(list, errors, |tokens| {
        let help = match quoted(tokens).as_slice() {
            [] => "write `implies(\"items:read\")`".to_owned(),
            scopes => format!("write `{}`", scopes.join(", ")),
        };
        parse_all(
            syn::parse2::<LitStr>(tokens.clone()),
            tokens,
            "expected a scope",
            &help,
        )
    });
    if errors.count() > before {
        return;
    }
    let Some(scope) = scopes.last_mut() else {
        errors.push(error(
            name,
            "`implies` belongs to the scope before it",
            help,
        ));
        return;
    };
    if literals.is_empty() {
        errors.push(error(name, "`implies` names no scope", help));
    } else if scope.implies.is_empty() {
        scope.implies = literals;
    } else {
        let message = "a scope has one `implies(...)`";
        errors.push(error(name, message, "merge it into the first"));
    }
}

/// The error for `implies = "items"`, `implies["items"]`, `implys("items")` and the like.
fn misspelt_implies(tokens: &TokenStream) -> Option<syn::Error> {
    let mut rest = tokens.clone().into_iter();
    let TokenTree::Ident(name) = rest.next()? else {
        return None;
    };
    let text = name.to_string();
    let is_synonym = ["includes", "grants", "contains"].contains(&text.as_str());
    let is_call = matches!(rest.clone().next(), Some(TokenTree::Group(_)));
    let nearest = suggest::nearest(&text, ["implies", "imply"]);
    if nearest.is_none() && !(is_synonym && is_call) {
        return None;
    }
    let scopes = quoted(&rest.collect());
    let help = if scopes.is_empty() {
        "write `implies(\"items:read\")`".to_owned()
    } else {
        format!("write `implies({})`", scopes.join(", "))
    };
    let message = "expected `implies(...)`";
    Some(error(tokens, message, help))
}

/// The scopes among the tokens and in their brackets, with or without quotes.
fn quoted(tokens: &TokenStream) -> Vec<String> {
    let items = split_at_commas(ungrouped(tokens.clone())).into_iter();
    let quote = |item: TokenStream| {
        if let Some(TokenTree::Group(list)) = item.clone().into_iter().last() {
            return quoted(&list.stream());
        }
        let is_punct = |token: &TokenTree| matches!(token, TokenTree::Punct(_));
        let words = item.into_iter().skip_while(is_punct);
        let text: String = words.map(|word| word.to_string()).collect();
        let scope = LitStr::new(text.trim_matches('"'), Span::call_site());
        let scope = check_scope_token(&scope).ok().map(|()| scope);
        scope
            .iter()
            .map(|scope| scope.token().to_string())
            .collect()
    };
    items.flat_map(quote).collect()
}

/// Implied scopes must be declared, must not be repeated, and must not imply each other.
fn check_implied_scopes(scopes: &[Declared], errors: &mut Errors) {
    let before = errors.count();
    for scope in scopes {
        for (i, implied) in scope.implies.iter().enumerate() {
            let name = implied.value();
            if scope.implies[..i].iter().any(|known| known.value() == name) {
                let message = format!("scope `{name}` is implied twice");
                errors.push(error(implied, message, "remove one of them"));
            } else if find(scopes, &name).is_none() {
                let declared: Vec<_> = scopes.iter().map(|scope| scope.name.value()).collect();
                let names = declared.iter().map(String::as_str);
                let help = suggest::nearest(&name, names).map_or_else(
                    || format!("declare it: `\"{name}\" = \"What it allows.\"`"),
                    |nearest| format!("did you mean `{nearest}`?"),
                );
                let message = format!("scope `{name}` is implied, but not declared");
                errors.push(error(implied, message, help));
            }
        }
    }
    if errors.count() > before {
        return;
    }
    for (scope, implied) in scopes.iter().zip(closure(scopes)) {
        let name = scope.name.value();
        if implied.contains(&name) {
            let message = format!("scope `{name}` implies itself");
            let through: Vec<_> = implied.iter().filter(|other| **other != name).collect();
            let help = if through.is_empty() {
                "remove it".to_owned()
            } else {
                format!(
                    "use one scope instead of all of them: it is also implied by {}",
                    suggest::list(through.iter().map(|name| name.as_str()))
                        .replace(" or ", " and ")
                )
            };
            errors.push(error(&scope.implies[0], message, help));
            return; // The others of the circle would say the same.
        }
    }
}

/// `scopes(...)` with the items of a list that is written in another form.
fn scopes_example(option: &RawOption) -> String {
    let list = match &option.value {
        Value::Assigned(value) => value.clone().into_iter().last(),
        Value::None | Value::List(_) => None,
    };
    let Some(TokenTree::Group(list)) = list else {
        return option.example.to_owned();
    };
    let pairs: Vec<_> = split_at_commas(list.stream())
        .into_iter()
        .filter_map(|pair| pair_example(&pair))
        .collect();
    if pairs.is_empty() {
        return option.example.to_owned();
    }
    format!("scopes({})", pairs.join(", "))
}

/// `"key" = "description"`, for an item with another separator or without quotes.
fn pair_example(tokens: &TokenStream) -> Option<String> {
    let mut tokens = tokens.clone().into_iter();
    let key = match tokens.next()? {
        TokenTree::Ident(name) => format!("\"{name}\""),
        other => syn::parse2::<LitStr>(other.into())
            .ok()?
            .token()
            .to_string(),
    };
    let description = tokens
        .last()
        .and_then(|last| syn::parse2::<LitStr>(last.into()).ok())
        .map_or_else(
            || "\"What it allows.\"".to_owned(),
            |text| text.token().to_string(),
        );
    Some(format!("{key} = {description}"))
}

/// A scope with its description. A missing description has its own message.
fn scope_pair(tokens: &TokenStream) -> syn::Result<(LitStr, Option<LitStr>)> {
    let parser = |input: ParseStream<'_>| {
        let key = input.parse()?;
        if input.is_empty() {
            return Ok((key, None));
        }
        input.parse::<Token![=]>()?;
        Ok((key, Some(input.parse()?)))
    };
    let example = pair_example(tokens);
    let help = format!(
        "write `{}`",
        example.as_deref().unwrap_or("\"items\" = \"Read items.\"")
    );
    parse_all(
        parser.parse2(tokens.clone()),
        tokens,
        "expected a scope with its description",
        &help,
    )
}

fn missing_description(name: &str, place: &LitStr) -> syn::Error {
    error(
        place,
        format!("scope `{name}` has no description"),
        format!(
            "describe what it allows, for the person who grants it: `{name:?} = \"What it allows.\"`"
        ),
    )
}
