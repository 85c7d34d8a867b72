//! Checks options independently of their meaning.

mod value;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Error, LitStr, Path};

use super::list::{call, strings_in};
use super::parse::{Malformed, RawOption, Value, after_first_item, compact, parse_option};
use super::place::{Attr, Grant, Place};
use super::spec::{Positional, Spec};
use super::table::{options_at, row, rows};
use crate::diag::{error, with_help};
use crate::renamed::report_other_name;
use crate::suggest;

/// Parses `tokens` as an option that is allowed at `place`.
pub(in crate::options) fn check_option(
    tokens: &TokenStream,
    place: Place,
) -> syn::Result<RawOption> {
    let mut option = parse_option(tokens, place).map_err(|malformed| match malformed {
        Malformed::NotAnOption => not_an_option(tokens, place),
        Malformed::NotAssigned { name, found } => expected_equals(&name, &found, tokens, place),
        Malformed::NoComma(next) => missing_comma(&next),
    })?;
    option.example = check_known(&option, tokens, place)?;
    Ok(option)
}

pub(in crate::options) fn check_not_repeated(
    option: &RawOption,
    earlier: &[RawOption],
) -> syn::Result<()> {
    let name = &option.name;
    if earlier.iter().any(|earlier| earlier.name == *name) {
        let message = format!("option `{name}` is written twice");
        let help = match name.to_string().as_str() {
            "scopes" => "write one list with all of them",
            "depends" if option.place != Place::Level => {
                "keep one of them; for several values, write `#[security(depends = ...)]` at each parameter"
            }
            _ => "keep one of them",
        };
        return Err(error(name, message, help));
    }
    Ok(())
}

/// `crate = ...` is not written, so the crate must have its own name. It is reported once for all attributes.
pub(in crate::options) fn named_if_renamed() -> syn::Result<()> {
    let Some(name) = report_other_name() else {
        return Ok(());
    };
    let message = with_help(
        &format!("scopegate has the name `{name}` here, which its macros are not told"),
        &format!(
            "write `crate = {name}` in all attributes, or name it `scopegate` in `Cargo.toml`"
        ),
    );
    Err(Error::new(Span::call_site(), message))
}

/// The example of an option that is allowed at `place`.
fn check_known(
    option: &RawOption,
    tokens: &TokenStream,
    place: Place,
) -> syn::Result<&'static str> {
    let text = option.name.to_string();
    if let Some(example) = row(&text).and_then(|spec| spec.example(place)) {
        return Ok(example);
    }
    if matches!(option.value, Value::List(_)) && suggest::combination(&text).is_some() {
        return Err(not_an_option(tokens, place));
    }
    let names = options_at(place).map(|spec| spec.name);
    let help = if let Some(help) = row(&text).and_then(|spec| misplaced(spec, place)) {
        help
    } else if let Some(nearest) = suggest::nearest_option(&text, names.clone()) {
        format!("did you mean `{nearest}`?")
    } else if let Some(help) = nearest_elsewhere(&text, place) {
        help
    } else if matches!(option.value, Value::None) && text.contains('_') {
        return Err(not_an_option(&option.to_token_stream(), place));
    } else {
        let names = suggest::list(names).replace(" or ", " and ");
        format!("the options are {names}")
    };
    let message = format!("unknown option `{text}`");
    Err(error(&option.name, message, help))
}

/// Whether it is an option, or a misspelling of one that is allowed at `place`.
pub(in crate::options) fn is_like_an_option(name: &str, place: Place) -> bool {
    let names = options_at(place).map(|spec| spec.name);
    row(name).is_some() || suggest::nearest_option(name, names).is_some()
}

/// Where an option with a misspelt name belongs.
fn nearest_elsewhere(name: &str, place: Place) -> Option<String> {
    let others = rows().filter(|spec| misplaced(spec, place).is_some());
    let nearest = suggest::nearest_option(name, others.map(|spec| spec.name))?;
    misplaced(row(nearest)?, place)
}

/// Where an option belongs that is not allowed at `place`, if it belongs nearby.
fn misplaced(spec: &Spec, place: Place) -> Option<String> {
    if let Some(reason) = spec.reason(place) {
        return Some(reason.to_owned());
    }
    let belongs = match place {
        Place::Handler | Place::Dependency | Place::Parameter | Place::Level => {
            match [Place::Handler, Place::Dependency].map(|place| spec.is_at(place)) {
                [true, true] => "in the attribute on the function".to_owned(),
                [true, false] => "in `#[security(...)]` on a handler".to_owned(),
                [false, true] => "in `#[dependency(...)]` on a dependency".to_owned(),
                [false, false] => return None,
            }
        }
        Place::Scheme(_) => match grants(spec).next() {
            Some(grant) => format!("in a flow: write `{}`", flow_with(grant, spec)?),
            None => format!("in {}", attributes(spec)?),
        },
        Place::Flow(_) => match grants(spec).next() {
            Some(_) => {
                let flows = grants(spec).map(|grant| grant.spec().name);
                format!(
                    "in {}",
                    suggest::list(flows.map(|name| format!("{name}(...)")))
                )
            }
            None if spec.is_at(Place::Scheme(Attr::OAuth2)) => {
                "in `#[oauth2(...)]`, outside of the flow".to_owned()
            }
            None => return None,
        },
    };
    Some(format!("`{}` belongs {belongs}", spec.name))
}

/// The flows that have an option.
fn grants(spec: &Spec) -> impl Iterator<Item = Grant> {
    let grants = Grant::ALL.into_iter();
    grants.filter(|grant| spec.is_at(Place::Flow(*grant)))
}

/// The example of a flow with an option.
fn flow_with(grant: Grant, spec: &Spec) -> Option<String> {
    let flow = grant.spec().example(Place::Scheme(Attr::OAuth2))?;
    let option = spec.example(Place::Flow(grant))?;
    if flow.contains(option) {
        return Some(flow.to_owned());
    }
    let list = flow.strip_suffix(')')?;
    Some(format!("{list}, {option})"))
}

/// The attributes of schemes that have an option.
fn attributes(spec: &Spec) -> Option<String> {
    let attributes = Attr::ALL.into_iter();
    let found = attributes.filter(|attr| spec.is_at(Place::Scheme(*attr)));
    let names: Vec<_> = found
        .map(|attr| format!("#[{}(...)]", attr.name()))
        .collect();
    (!names.is_empty()).then(|| suggest::list(names))
}

/// The error for `depends: get_user`, `depends => get_user` and `depends get_user`.
fn expected_equals(name: &Ident, found: &TokenTree, tokens: &TokenStream, place: Place) -> Error {
    let spec = row(&name.to_string()).and_then(|spec| Some((spec, spec.example(place)?)));
    let (message, help) = match spec {
        Some((spec, example)) => {
            let is_punct = |token: &TokenTree| matches!(token, TokenTree::Punct(_));
            let value = tokens.clone().into_iter().skip(1).skip_while(is_punct);
            let meant = meant(&value.collect(), spec, place);
            (
                format!("expected `=` after `{name}`"),
                format!("write `{}`", meant.as_deref().unwrap_or(example)),
            )
        }
        None => (
            format!("expected `=` or `,` after `{name}`"),
            "separate options by commas".to_owned(),
        ),
    };
    error(found, message, help)
}

/// The error for tokens without the name of an option, such as a value alone.
fn not_an_option(tokens: &TokenStream, place: Place) -> Error {
    let names = suggest::list(options_at(place).map(|spec| spec.name));
    let meant = options_at(place).find_map(|spec| meant(tokens, spec, place));
    let first = || options_at(place).find_map(|spec| spec.example(place));
    let help = meant.or_else(|| first().map(ToOwned::to_owned));
    error(
        tokens,
        format!("expected an option: {names}"),
        format!("write `{}`", help.unwrap_or_default()),
    )
}

/// The option with `tokens` as its value, if they look like a value of this option at `place`.
fn meant(tokens: &TokenStream, spec: &Spec, place: Place) -> Option<String> {
    let name = spec.name;
    let example = spec.example(place)?;
    if !example.starts_with(&format!("{name} = ")) {
        return None;
    }
    match spec.positional {
        Positional::No => None,
        Positional::Path => {
            let path = syn::parse2::<Path>(tokens.clone()).ok()?;
            Some(format!("{name} = {}", compact(&path)))
        }
        Positional::Url => {
            let url = syn::parse2::<LitStr>(tokens.clone()).ok()?;
            Some(format!("{name} = {}", url.token()))
        }
        Positional::Scopes => Some(match call(tokens) {
            Some((combined, list)) => {
                let combination = suggest::combination(&combined.to_string())?;
                format!("{name} = {}({})", combination.name(), strings_in(&list)?)
            }
            None => format!("{name} = [{}]", strings_in(tokens)?),
        }),
    }
}

fn missing_comma(next: &TokenTree) -> Error {
    error(
        next,
        format!("expected `,` before `{next}`"),
        "write a comma between them",
    )
}

/// The error where the next option follows a value without a comma.
pub(crate) fn missing_comma_in(tokens: &TokenStream) -> Option<Error> {
    after_first_item(tokens).map(|next| missing_comma(&next))
}

/// The result of parsing all of `tokens`. Its error says what to write instead.
pub(crate) fn parse_all<T>(
    parsed: syn::Result<T>,
    tokens: &TokenStream,
    message: &str,
    help: &str,
) -> syn::Result<T> {
    parsed.map_err(|_| missing_comma_in(tokens).unwrap_or_else(|| error(tokens, message, help)))
}
