//! `acr = "..."`, `max_age = 15min`: how, and how recently, the user of a token must have been authenticated.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Lit, LitStr};

use super::scopes::names_constant;
use crate::diag::{Errors, error};
use crate::options::table::{ACR, MAX_AGE};
use crate::options::{
    Options, RawOption, call, items, missing_comma_in, parse_all, split_at_commas,
};

/// What an edge requires of the authentication of a token's user.
#[derive(Default)]
pub(crate) struct StepUp {
    /// The accepted values of the claim `acr`, in the order of the source. Empty if any is accepted.
    pub(crate) acr: Vec<LitStr>,
    pub(crate) max_age: Option<MaxAge>,
}

/// The maximum age of an authentication.
#[derive(Clone, Copy)]
pub(crate) struct MaxAge {
    pub(crate) seconds: u32,
    span: Span,
}

impl StepUp {
    /// The first value as written, unless nothing is required.
    pub(crate) fn span(&self) -> Option<Span> {
        let acr = self.acr.first().map(LitStr::span);
        acr.or(self.max_age.map(|max_age| max_age.span))
    }
}

/// The options as written, with their value if it is right.
#[derive(Default)]
pub(super) struct StepUpOptions {
    acr: Option<(RawOption, Option<Vec<LitStr>>)>,
    max_age: Option<(RawOption, Option<MaxAge>)>,
}

impl StepUpOptions {
    pub(super) fn take(options: &mut Options, errors: &mut Errors) -> Self {
        let acr = options.take(&ACR).map(|option| {
            let values = check_acr(&option, errors);
            (option, values)
        });
        let max_age = options.take(&MAX_AGE).map(|option| {
            let max_age = errors.keep(check_max_age(&option));
            (option, max_age)
        });
        Self { acr, max_age }
    }

    /// The first option, for an error that points at it.
    pub(super) fn first(&self) -> Option<&RawOption> {
        let max_age = self.max_age.as_ref().map(|(option, _)| option);
        self.acr.as_ref().map(|(option, _)| option).or(max_age)
    }

    /// `None` if a value is wrong.
    pub(super) fn into_step_up(self) -> Option<StepUp> {
        Some(StepUp {
            acr: match self.acr {
                Some((_, values)) => values?,
                None => Vec::new(),
            },
            max_age: match self.max_age {
                Some((_, max_age)) => Some(max_age?),
                None => None,
            },
        })
    }
}

/// A value, or a list of which the token must have one.
fn check_acr(option: &RawOption, errors: &mut Errors) -> Option<Vec<LitStr>> {
    let value = errors.keep(option.assigned())?;
    let before = errors.count();
    let values = match inside(Delimiter::Bracket, &value) {
        Some(list) => items(list, errors, |item| acr_value(option, item)),
        None => errors.keep(acr_value(option, &value)).into_iter().collect(),
    };
    if values.is_empty() && errors.count() == before {
        let message = "`acr` names no value: no token would be accepted";
        errors.push(error(option, message, option.write_example()));
    }
    for (number, value) in values.iter().enumerate() {
        let text = value.value();
        if (values[..number].iter()).any(|earlier| earlier.value() == text) {
            let message = format!("`{text}` is listed twice");
            errors.push(error(value, message, "remove one of them"));
        }
    }
    (errors.count() == before).then_some(values)
}

/// What is in brackets or parentheses, if nothing else is there.
fn inside(delimiter: Delimiter, value: &TokenStream) -> Option<TokenStream> {
    let mut tokens = value.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == delimiter => {
            Some(group.stream())
        }
        _ => None,
    }
}

fn acr_value(option: &RawOption, written: &TokenStream) -> syn::Result<LitStr> {
    let parsed = syn::parse2(written.clone());
    if parsed.is_err() && names_constant(written) {
        let message = "expected a string literal: macros cannot read constants";
        let help = format!("write the value itself: `{}`", option.example);
        return Err(error(written, message, help));
    }
    if parsed.is_err()
        && let Some(values) = meant_list(written)
    {
        let message = "`acr` is a string, or a list of which a token must have one";
        let help = format!("write `{} = [{values}]`", option.name);
        return Err(error(written, message, help));
    }
    let message = "expected a string literal";
    let value = parse_all(parsed, written, message, &option.write_example())?;
    check_acr_value(&value)?;
    Ok(value)
}

/// The strings in `any("a", "b")`, `("a", "b")` and `"a", "b"`.
fn meant_list(written: &TokenStream) -> Option<TokenStream> {
    let listed = call(written).map(|(_, list)| list);
    let listed = listed.or_else(|| inside(Delimiter::Bracket, written));
    let listed = listed.or_else(|| inside(Delimiter::Parenthesis, written));
    let listed = listed.unwrap_or_else(|| written.clone());
    let mut items = split_at_commas(listed.clone()).into_iter();
    let are_strings = items.all(|item| syn::parse2::<LitStr>(item).is_ok());
    (are_strings && !listed.is_empty()).then_some(listed)
}

/// A challenge lists the values in a quoted string, separated by spaces (RFC 9470 section 3).
fn check_acr_value(value: &LitStr) -> syn::Result<()> {
    let text = value.value();
    if text.is_empty() {
        let message = "a value of `acr` cannot be empty";
        return Err(error(value, message, "write it, or remove it"));
    }
    if text.contains(' ') {
        let words: Vec<_> = text.split_whitespace().collect();
        let help = format!("write `[{}]` if one of them is enough", quoted(&words));
        return Err(error(
            value,
            "a value of `acr` cannot contain a space",
            help,
        ));
    }
    match text
        .chars()
        .find(|c| !matches!(c, '!' | '#'..='[' | ']'..='~'))
    {
        None => Ok(()),
        Some(c) => Err(error(
            value,
            format!("a value of `acr` cannot contain {c:?}"),
            "it consists of visible ASCII characters except `\"` and `\\`, so that a challenge can list it",
        )),
    }
}

fn quoted(words: &[&str]) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("{word:?}")).collect();
    words.join(", ")
}

/// The units, each with its seconds, and other names that it may have been meant by.
const UNITS: [(&str, u32, &[&str]); 4] = [
    ("s", 1, &["sec", "secs", "second", "seconds"]),
    ("min", 60, &["m", "mins", "minute", "minutes"]),
    ("h", 60 * 60, &["hr", "hrs", "hour", "hours"]),
    ("d", 24 * 60 * 60, &["day", "days"]),
];

/// `15min`, `1h`.
fn check_max_age(option: &RawOption) -> syn::Result<MaxAge> {
    let value = option.assigned()?;
    let not_an_age = |meant: Option<String>| {
        let help = match meant {
            Some(meant) => format!("write `{} = {meant}`", option.name),
            None => option.write_example(),
        };
        let message = "expected a number with a unit: `s`, `min`, `h` or `d`";
        error(&value, message, help)
    };
    let parsed = syn::parse2(value.clone());
    let Ok(Lit::Int(number)) = parsed else {
        let is_literal = matches!(
            value.clone().into_iter().next(),
            Some(TokenTree::Literal(_))
        );
        return Err(match missing_comma_in(&value).filter(|_| is_literal) {
            Some(missing) => missing,
            None => not_an_age(meant_age(&value)),
        });
    };
    let (digits, unit) = (number.base10_digits(), number.suffix());
    let Some((_, seconds, _)) = UNITS.iter().find(|(name, ..)| *name == unit) else {
        let unit = if unit.is_empty() {
            Some("s")
        } else {
            meant_unit(unit)
        };
        return Err(not_an_age(unit.map(|unit| format!("{digits}{unit}"))));
    };
    let number: Option<u32> = digits.parse().ok();
    match number.and_then(|number| number.checked_mul(*seconds)) {
        Some(0) => {
            let message = "no user was authenticated at most 0 seconds ago";
            Err(error(&value, message, option.write_example()))
        }
        Some(seconds) => Ok(MaxAge {
            seconds,
            span: value.span(),
        }),
        None => {
            let help = "write less, or leave it out: then any age is accepted";
            Err(error(&value, "an age of more than 136 years", help))
        }
    }
}

/// `15 min` and `"15 minutes"` as they have to be written.
fn meant_age(value: &TokenStream) -> Option<String> {
    let text = match syn::parse2::<LitStr>(value.clone()) {
        Ok(text) => text.value(),
        Err(_) => value.to_token_stream().to_string(),
    };
    let text = text.replace(' ', "");
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (digits, unit) = text.split_at(end);
    let unit = meant_unit(unit)?;
    (!digits.is_empty()).then(|| format!("{digits}{unit}"))
}

fn meant_unit(unit: &str) -> Option<&'static str> {
    let unit = unit.to_ascii_lowercase();
    let known = UNITS.iter();
    let mut found =
        known.filter(|(name, _, others)| *name == unit || others.contains(&unit.as_str()));
    found.next().map(|(name, ..)| *name)
}
