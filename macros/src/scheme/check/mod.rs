//! Checks the attribute of a security scheme.

mod flow;
mod issuers;
mod kind;
mod place;
mod scope_token;
mod scopes;
mod setting;
mod templates;

use syn::{Attribute, Data, DeriveInput, Expr, ExprLit, Fields, Lit, Meta};

pub(super) use self::flow::Flow;
pub(super) use self::issuers::Meant;
use self::issuers::check_meant;
pub(super) use self::kind::{Kind, credentials};
use self::kind::{attribute, check_kind, is_verified};
pub(super) use self::place::TokenPlace;
use self::place::check_place;
pub(crate) use self::scope_token::check_scope_token;
pub(super) use self::scopes::{Declared, closure};
use self::scopes::{check_no_implications, check_scopes};
pub(super) use self::setting::Setting;
pub(crate) use self::templates::check_placeholders;
use super::{Profile, Scheme};
use crate::diag::{Errors, error};
use crate::options::place::{Attr, Grant};
use crate::options::table::{PROFILE, REALM, REJECTION};
use crate::options::{self, Options, Place, RawOption};
use crate::paths::{Crate, unraw};
use crate::suggest;

pub(super) fn check(input: &DeriveInput) -> syn::Result<Scheme> {
    let mut errors = Errors::default();
    check_unit_struct(input, &mut errors);
    let Some((attr, tokens)) = errors.keep(attribute(input)) else {
        return errors.finish(None);
    };
    let mut options = Options::parse(tokens, Place::Scheme(attr), &mut errors);
    let scopes = check_scopes(&mut options, &mut errors);
    if !is_verified(attr) {
        check_no_implications(&scopes, &mut errors);
    }
    let meant = check_meant(&mut options, &mut errors);
    let realm = options
        .take(&REALM)
        .and_then(|option| errors.keep(check_realm(&option)));
    let profile = check_profile(&mut options, &mut errors);
    let krate = options.take_crate(&mut errors);
    let flows = match attr {
        Attr::OAuth2 => check_flows(input, &mut options, &mut errors),
        _ => Vec::new(),
    };
    let place = match attr {
        Attr::OAuth2 | Attr::OpenIdConnect | Attr::HttpBearer => {
            Some(check_place(&mut options, &mut errors))
        }
        Attr::HttpBasic | Attr::ApiKey => None,
    };
    let kind = check_kind(attr, input, &mut options, &mut errors);
    errors.finish(kind.map(|kind| Scheme {
        name: input.ident.clone(),
        description: description(&input.attrs),
        realm: realm.unwrap_or_else(|| unraw(&input.ident)),
        kind,
        place,
        flows,
        scopes,
        meant,
        profile,
        krate,
    }))
}

/// The runtime crate that the attribute names, even if other options are invalid.
pub(super) fn named_crate(input: &DeriveInput) -> Crate {
    attribute(input).map_or_else(
        |_| Crate::new(None),
        |(_, tokens)| options::named_crate(&tokens),
    )
}

fn check_unit_struct(input: &DeriveInput, errors: &mut Errors) {
    let help = format!("write `struct {};`", input.ident);
    if !input.generics.params.is_empty() {
        let message = "a security scheme cannot be generic";
        errors.push(error(&input.generics, message, help));
        return;
    }
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
}

fn check_flows(input: &DeriveInput, options: &mut Options, errors: &mut Errors) -> Vec<Flow> {
    let is_clean = errors.is_empty();
    let mut declared = 0;
    let mut flows = Vec::new();
    for grant in Grant::ALL {
        let Some(option) = options.take(grant.spec()) else {
            continue;
        };
        declared += 1;
        flows.extend(Flow::check(grant, &option, errors));
    }
    // A misspelt flow already has an error.
    if declared == 0 && is_clean {
        let names = suggest::list(Grant::ALL.map(|grant| grant.spec().name));
        errors.push(error(
            &input.ident,
            format!("an OAuth2 scheme needs a flow: {names}"),
            "write `password(token_url = \"token\")` in its `#[oauth2(...)]`",
        ));
    }
    flows
}

/// A realm is a quoted-string (RFC 9110 section 11.5), which is written without escapes.
fn check_realm(option: &RawOption) -> syn::Result<String> {
    let literal = option.text()?;
    let text = literal.value();
    match text
        .chars()
        .find(|c| !matches!(c, ' ' | '!' | '#'..='[' | ']'..='~'))
    {
        None => Ok(text),
        Some(c) => Err(error(
            literal,
            format!("a realm cannot contain {c:?}"),
            "a realm consists of printable ASCII characters except `\"` and `\\`",
        )),
    }
}

fn check_profile(options: &mut Options, errors: &mut Errors) -> Profile {
    let profile = options.take(&PROFILE);
    let rejection = options.take(&REJECTION);
    if let (Some(profile), Some(_)) = (&profile, &rejection) {
        errors.push(error(
            &profile.name,
            "`profile` contradicts `rejection`: both define how a request is refused",
            "keep one of them",
        ));
    }
    if let Some(option) = rejection {
        return match errors.keep(option.path()) {
            Some(path) => Profile::Own(path),
            None => Profile::Rfc6750,
        };
    }
    let Some(path) = profile.and_then(|option| errors.keep(option.path())) else {
        return Profile::Rfc6750;
    };
    if path.is_ident("rfc6750") {
        Profile::Rfc6750
    } else if path.is_ident("fastapi") {
        Profile::FastApi
    } else {
        let name = options::compact(&path);
        let help = suggest::nearest(&name, ["rfc6750", "fastapi"]).map_or_else(
            || "the profiles are `rfc6750` and `fastapi`; for your own responses, write `rejection = MyRejection`".to_owned(),
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
