use proc_macro2::TokenStream;
use syn::{Attribute, Data, DeriveInput, Expr, ExprLit, Fields, Lit, LitStr, Meta};

use super::flow::{FLOWS, Flow};
use super::{Profile, Scheme, check_scope_token};
use crate::diag::{Errors, error};
use crate::function::CRATE;
use crate::options::{self, Options, RawOption, Spec, pairs};
use crate::paths::Crate;
use crate::suggest;

const SCOPES: Spec = Spec {
    name: "scopes",
    example: "scopes(\"items\" = \"Read items.\")",
};
const REALM: Spec = Spec {
    name: "realm",
    example: "realm = \"example\"",
};
const PROFILE: Spec = Spec {
    name: "profile",
    example: "profile = rfc6750",
};
const REJECTION: Spec = Spec {
    name: "rejection",
    example: "rejection = MyRejection",
};

const SCOPES_HELP: &str = "write `scopes(\"items\" = \"Read items.\")`";

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
    let mut options = Options::parse(tokens, &specs, &mut errors);
    let flows = check_flows(input, &mut options, &mut errors);
    let scopes = check_scopes(&mut options, &mut errors);
    let realm = options
        .take(REALM.name)
        .and_then(|option| errors.keep(check_realm(&option)));
    let profile = check_profile(&mut options, &mut errors);
    let krate = options
        .take(CRATE.name)
        .and_then(|option| errors.keep(option.path("scopegate")));
    errors.finish(Some(Scheme {
        name: input.ident.clone(),
        description: description(&input.attrs),
        realm: realm.unwrap_or_else(|| input.ident.to_string()),
        flows,
        scopes,
        profile,
        krate: Crate::new(krate),
    }))
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
    let clean = errors.is_empty();
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
    if declared == 0 && clean {
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
    let list = options
        .take(SCOPES.name)
        .and_then(|option| errors.keep(option.list(SCOPES_HELP)));
    let mut scopes: Vec<(LitStr, LitStr)> = Vec::new();
    for pair in pairs(list.unwrap_or_default(), SCOPES_HELP, errors) {
        let name = pair.key.value();
        if errors.keep(check_scope_token(&pair.key)).is_none() {
            continue;
        }
        if scopes.iter().any(|(earlier, _)| earlier.value() == name) {
            let message = format!("scope `{name}` is declared twice");
            errors.push(error(pair.key, message, "keep one of them"));
            continue;
        }
        match pair.value {
            Some(description) if !description.value().trim().is_empty() => {
                scopes.push((pair.key, description));
            }
            Some(description) => errors.push(missing_description(&name, &description)),
            None => errors.push(missing_description(&name, &pair.key)),
        }
    }
    scopes
}

fn missing_description(name: &str, place: &LitStr) -> syn::Error {
    error(
        place,
        format!("scope `{name}` has no description"),
        format!("say what it allows, for the person who grants it: `{name:?} = \"Read items.\"`"),
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
        let help =
            "the profiles are `rfc6750` and `fastapi`; for your own, write `rejection = ...`";
        errors.push(error(&path, "unknown profile", help));
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
