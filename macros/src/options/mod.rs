//! The grammar that all attributes share: `name`, `name = value`, `name(...)`, separated by commas.
//!
//! The [table](table) has a row for each option.

mod check;
mod facts;
mod list;
mod parse;
pub(crate) mod place;
mod spec;
pub(crate) mod table;

use proc_macro2::{Punct, Spacing, TokenStream, TokenTree};
use syn::Path;

use self::check::{check_not_repeated, check_option, is_like_an_option};
pub(crate) use self::check::{missing_comma_in, parse_all};
pub(crate) use self::facts::Facts;
use self::list::is_strings;
pub(crate) use self::list::{call, items, split_at_commas, ungrouped};
pub(crate) use self::parse::{RawOption, Value, compact, is_constant};
pub(crate) use self::place::Place;
pub(crate) use self::spec::Spec;
use crate::diag::Errors;
use crate::paths::Crate;

/// The options of one attribute, with at most one of each name.
pub(crate) struct Options {
    known: Vec<RawOption>,
    is_clear: bool,
}

impl Options {
    /// Splits `tokens` into options, and checks that each is allowed at `place`.
    pub(crate) fn parse(tokens: TokenStream, place: Place, errors: &mut Errors) -> Self {
        let mut known: Vec<RawOption> = Vec::new();
        let mut is_clear = true;
        for tokens in split_at_commas(tokens) {
            if continues(known.last_mut(), &tokens, place) {
                continue;
            }
            let option = check_option(&tokens, place);
            if option
                .as_ref()
                .is_ok_and(|option| joins(option, &mut known))
            {
                continue;
            }
            let option = option.and_then(|option| {
                check_not_repeated(&option, &known)?;
                Ok(option)
            });
            match errors.keep(option) {
                Some(option) => known.push(option),
                None => is_clear = false,
            }
        }
        Self { known, is_clear }
    }

    /// Removes and returns the option of this row.
    pub(crate) fn take(&mut self, spec: &Spec) -> Option<RawOption> {
        let mut places = self.known.iter();
        let index = places.position(|option| option.name == spec.name)?;
        Some(self.known.remove(index))
    }

    /// Removes the option `crate`, and returns the path of the runtime crate.
    pub(crate) fn take_crate(&mut self, errors: &mut Errors) -> Crate {
        let option = self.take(&table::CRATE);
        if option.is_none() {
            errors.keep(check::named_if_renamed());
        }
        Crate::new(option.and_then(|option| errors.keep(option.path())))
    }

    /// Whether all options are valid. If not, a missing one may be among the invalid ones.
    pub(crate) fn is_clear(&self) -> bool {
        self.is_clear
    }
}

/// Whether `tokens` is the second value of `name = "a", "b"` or `depends = a, b`. It is then added to the value, so that
/// one error reports both.
fn continues(earlier: Option<&mut RawOption>, tokens: &TokenStream, place: Place) -> bool {
    let Some(earlier) = earlier else {
        return false;
    };
    let takes_path = earlier.name == table::DEPENDS.name;
    let Value::Assigned(value) = &mut earlier.value else {
        return false;
    };
    let continues =
        (is_strings(value) && is_strings(tokens)) || (takes_path && is_path_alone(tokens, place));
    if continues {
        append(value, tokens);
    }
    continues
}

/// Whether it is the second `depends = b`. Its value is then added to that of the first, so that the error says what to
/// write for both.
fn joins(option: &RawOption, known: &mut [RawOption]) -> bool {
    let mut known = known.iter_mut().filter(|known| known.name == option.name);
    let first = known.next().map(|known| &mut known.value);
    match (first, &option.value) {
        (Some(Value::Assigned(first)), Value::Assigned(second))
            if option.name == table::DEPENDS.name && first.to_string() != second.to_string() =>
        {
            append(first, second);
            true
        }
        _ => false,
    }
}

fn append(value: &mut TokenStream, next: &TokenStream) {
    value.extend([TokenTree::Punct(Punct::new(',', Spacing::Alone))]);
    value.extend(next.clone());
}

/// Whether it is a path, and not an option without a value.
fn is_path_alone(tokens: &TokenStream, place: Place) -> bool {
    syn::parse2::<Path>(tokens.clone()).is_ok_and(|path| {
        let name = path.get_ident().map(ToString::to_string);
        name.is_none_or(|name| !is_like_an_option(&name, place))
    })
}

/// Parses `tokens` as an option that is allowed anywhere.
fn parse_alone(tokens: &TokenStream) -> Option<RawOption> {
    parse::parse_option(tokens, Place::Handler).ok()
}

/// The runtime crate that the options name, even if other options are invalid.
pub(crate) fn named_crate(options: &TokenStream) -> Crate {
    let options = split_at_commas(options.clone()).into_iter();
    let mut options = options.filter_map(|tokens| parse_alone(&tokens));
    let named = options.find(|option| option.name == table::CRATE.name);
    Crate::new(named.and_then(|option| option.path().ok()))
}
