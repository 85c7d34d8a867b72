use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Data, DeriveInput, Expr, ExprLit, Fields, Lit, LitStr, Meta, Token};

use super::flow::{FLOWS, Flow};
use super::{Profile, Scheme, check_scope_token};
use crate::diag::{Errors, error};
use crate::function::CRATE;
use crate::options::{
    self, Options, Positional, RawOption, Spec, Value, items, parse_all, split_at_commas,
};
use crate::paths::{Crate, unraw};
use crate::suggest;

const SCOPES: Spec = Spec {
    name: "scopes",
    example: "scopes(\"items\" = \"Read items.\")",
    positional: Positional::No,
};
const REALM: Spec = Spec {
    name: "realm",
    example: "realm = \"example\"",
    positional: Positional::No,
};
const PROFILE: Spec = Spec {
    name: "profile",
    example: "profile = rfc6750",
    positional: Positional::No,
};
const REJECTION: Spec = Spec {
    name: "rejection",
    example: "rejection = MyRejection",
    positional: Positional::No,
};

pub(super) fn check(input: &DeriveInput) -> syn::Result<Scheme> {
    let mut errors = Errors::default();
    check_unit_struct(input, &mut errors);
    let tokens = errors.keep(oauth2_options(input)).unwrap_or_default();
    if !errors.is_empty() && tokens.is_empty() {
        return errors.finish(None);
    }
    let specs: Vec<_> = FLOWS
        .iter()
        .map(|kind| kind.spec)
        .chain([SCOPES, REALM, PROFILE, REJECTION, CRATE])
        .collect();
    let mut options = Options::parse_with(tokens, &specs, of_a_flow, &mut errors);
    let scopes = check_scopes(&mut options, &mut errors);
    let realm = options
        .take(REALM.name)
        .and_then(|option| errors.keep(check_realm(&option)));
    let profile = check_profile(&mut options, &mut errors);
    let krate = options
        .take(CRATE.name)
        .and_then(|option| errors.keep(option.path("scopegate")));
    let flows = check_flows(input, &mut options, &mut errors);
    errors.finish(Some(Scheme {
        name: input.ident.clone(),
        description: description(&input.attrs),
        realm: realm.unwrap_or_else(|| unraw(&input.ident)),
        flows,
        scopes,
        profile,
        krate: Crate::new(krate),
    }))
}

/// Where an option belongs that every flow has and the scheme has not.
fn of_a_flow(name: &str) -> Option<String> {
    let urls = ["token_url", "authorization_url", "refresh_url"];
    let name = suggest::nearest(name, urls)?;
    let kind = FLOWS.iter().find(|kind| kind.spec.example.contains(name));
    let example = kind.map_or(FLOWS[0].spec.example, |kind| kind.spec.example);
    Some(format!("`{name}` belongs to a flow: write `{example}`"))
}

/// The runtime crate that the attribute names, which may be wrong elsewhere.
pub(super) fn named_crate(input: &DeriveInput) -> Crate {
    options::named_crate(&oauth2_options(input).unwrap_or_default())
}

fn check_unit_struct(input: &DeriveInput, errors: &mut Errors) {
    let help = format!("write `struct {};`", input.ident);
    match &input.data {
        Data::Struct(data) if matches!(data.fields, Fields::Unit) => {}
        Data::Struct(data) => {
            errors.push(error(
                &data.fields,
                "a security scheme has no fields",
                &help,
            ));
        }
        Data::Enum(_) | Data::Union(_) => {
            errors.push(error(
                &input.ident,
                "a security scheme is a struct without fields",
                &help,
            ));
        }
    }
    if !input.generics.params.is_empty() {
        errors.push(error(
            &input.generics,
            "a security scheme cannot be generic",
            &help,
        ));
    }
}

fn oauth2_options(input: &DeriveInput) -> syn::Result<TokenStream> {
    let mut attributes = input
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("oauth2"));
    let example =
        "write `#[oauth2(password(token_url = \"token\"), scopes(...))]` below the derive";
    let Some(first) = attributes.next() else {
        let message = "a security scheme needs `#[oauth2(...)]`";
        return Err(error(&input.ident, message, example));
    };
    if let Some(second) = attributes.next() {
        let message = "`#[oauth2(...)]` is written twice";
        return Err(error(second, message, "merge it into the first"));
    }
    match &first.meta {
        Meta::List(list) if !list.tokens.is_empty() => Ok(list.tokens.clone()),
        _ => Err(error(
            first,
            "`#[oauth2]` says nothing of the scheme",
            example,
        )),
    }
}

fn check_flows(input: &DeriveInput, options: &mut Options, errors: &mut Errors) -> Vec<Flow> {
    let is_clean = errors.is_empty();
    let mut declared = 0;
    let mut flows = Vec::new();
    for kind in &FLOWS {
        let Some(option) = options.take(kind.spec.name) else {
            continue;
        };
        declared += 1;
        flows.extend(Flow::check(kind, &option, errors));
    }
    // A misspelt flow has its error already.
    if declared == 0 && is_clean {
        let names = suggest::list(FLOWS.iter().map(|kind| kind.spec.name));
        errors.push(error(
            &input.ident,
            format!("an OAuth2 scheme needs a flow: {names}"),
            "write `password(token_url = \"token\")` into its `#[oauth2(...)]`",
        ));
    }
    flows
}

fn check_scopes(options: &mut Options, errors: &mut Errors) -> Vec<(LitStr, LitStr)> {
    let list = options.take(SCOPES.name).and_then(|option| {
        let help = format!("write `{}`", scopes_example(&option));
        errors.keep(option.list(&help))
    });
    let mut scopes: Vec<(LitStr, LitStr)> = Vec::new();
    for (key, description) in items(list.unwrap_or_default(), errors, scope_pair) {
        let name = key.value();
        if errors.keep(check_scope_token(&key)).is_none() {
            continue;
        }
        if scopes.iter().any(|(earlier, _)| earlier.value() == name) {
            let message = format!("scope `{name}` is declared twice");
            errors.push(error(key, message, "keep one of them"));
            continue;
        }
        match description {
            Some(description) if !description.value().trim().is_empty() => {
                scopes.push((key, description));
            }
            Some(description) => errors.push(missing_description(&name, &description)),
            None => errors.push(missing_description(&name, &key)),
        }
    }
    scopes
}

/// `scopes(...)` with what was written as another kind of list.
fn scopes_example(option: &RawOption) -> String {
    let list = match &option.value {
        Value::Assigned(value) => value.clone().into_iter().last(),
        Value::None | Value::List(_) => None,
    };
    let Some(TokenTree::Group(list)) = list else {
        return SCOPES.example.to_owned();
    };
    let pairs: Vec<_> = split_at_commas(list.stream())
        .into_iter()
        .filter_map(|pair| pair_example(&pair))
        .collect();
    if pairs.is_empty() {
        return SCOPES.example.to_owned();
    }
    format!("scopes({})", pairs.join(", "))
}

/// `"key" = "description"` with what was written with other signs between, or without quotes.
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

/// A scope with its description, whose lack has its own message.
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
            "say what it allows, for the person who grants it: `{name:?} = \"What it allows.\"`"
        ),
    )
}

/// A realm is a quoted-string (RFC 9110, section 11.5), which we write without escapes.
fn check_realm(option: &RawOption) -> syn::Result<String> {
    let literal = option.text("example")?;
    let text = literal.value();
    match text
        .chars()
        .find(|c| !matches!(c, ' ' | '!' | '#'..='[' | ']'..='~'))
    {
        None => Ok(text),
        Some(c) => Err(error(
            literal,
            format!("a realm cannot contain {c:?}"),
            "realms are made of printable ASCII characters except `\"` and `\\`",
        )),
    }
}

fn check_profile(options: &mut Options, errors: &mut Errors) -> Profile {
    let profile = options.take(PROFILE.name);
    let rejection = options.take(REJECTION.name);
    if let (Some(profile), Some(_)) = (&profile, &rejection) {
        errors.push(error(
            &profile.name,
            "`profile` contradicts `rejection`: both say how a request is refused",
            "keep one of them",
        ));
    }
    if let Some(option) = rejection {
        return match errors.keep(option.path("MyRejection")) {
            Some(path) => Profile::Own(path),
            None => Profile::Rfc6750,
        };
    }
    let Some(path) = profile.and_then(|option| errors.keep(option.path("rfc6750"))) else {
        return Profile::Rfc6750;
    };
    if path.is_ident("rfc6750") {
        Profile::Rfc6750
    } else if path.is_ident("fastapi") {
        Profile::FastApi
    } else {
        let name = options::compact(&path);
        let help = suggest::nearest(&name, ["rfc6750", "fastapi"]).map_or_else(
            || "the profiles are `rfc6750` and `fastapi`; for answers of your own, write `rejection = MyRejection`".to_owned(),
            |nearest| format!("did you mean `{nearest}`?"),
        );
        errors.push(error(&path, format!("unknown profile `{name}`"), help));
        Profile::Rfc6750
    }
}

/// The text of the doc comment.
fn description(attributes: &[Attribute]) -> String {
    let lines = attributes
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
                Expr::Lit(ExprLit {
                    lit: Lit::Str(line),
                    ..
                }) => Some(line.value()),
                _ => None,
            },
            _ => None,
        });
    let lines: Vec<_> = lines.map(|line| line.trim().to_owned()).collect();
    lines.join("\n").trim().to_owned()
}
