//! The grammar that all attributes share: `name`, `name = value`, `name(...)`, separated by commas.

mod list;
mod syntax;
mod value;

use proc_macro2::{Ident, Punct, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Error;

use self::list::is_strings;
pub(crate) use self::list::{call, items, split_at_commas, strings_in, ungrouped};
pub(crate) use self::syntax::{compact, is_constant, parse_all};
use self::syntax::{not_an_option, parse_option};
pub(crate) use self::value::{RawOption, Value};
use crate::diag::{Errors, error};
use crate::paths::Crate;
use crate::suggest;

/// How an option is written, for messages.
#[derive(Clone, Copy)]
pub(crate) struct Spec {
    pub(crate) name: &'static str,
    pub(crate) example: &'static str,
    /// What was meant by a value without its name, if it looks like this option's.
    pub(crate) positional: Positional,
}

/// Values that tell their option, as in `Security(get_current_user, scopes=["items"])`.
#[derive(Clone, Copy)]
pub(crate) enum Positional {
    No,
    Path,
    Scopes,
    Url,
}

/// The options of one attribute, with at most one of each name.
pub(crate) struct Options {
    known: Vec<RawOption>,
    is_clear: bool,
}

impl Options {
    /// Splits `tokens` into options, all of which `specs` must know.
    pub(crate) fn parse(tokens: TokenStream, specs: &[Spec], errors: &mut Errors) -> Self {
        Self::parse_with(tokens, specs, |_| None, errors)
    }

    /// The same, where `elsewhere` knows help for options that belong elsewhere.
    pub(crate) fn parse_with(
        tokens: TokenStream,
        specs: &[Spec],
        elsewhere: impl Fn(&str) -> Option<String>,
        errors: &mut Errors,
    ) -> Self {
        let mut known: Vec<RawOption> = Vec::new();
        let mut is_clear = true;
        for tokens in split_at_commas(tokens) {
            if continues_strings(known.last_mut(), &tokens) {
                continue;
            }
            let option = parse_option(&tokens, specs).and_then(|option| {
                let twice = known.iter().any(|earlier| earlier.name == option.name);
                known_to(&option, specs, &elsewhere)?;
                if twice {
                    return Err(repeated_option(&option.name));
                }
                Ok(option)
            });
            match errors.keep(option) {
                Some(option) => known.push(option),
                None => is_clear = false,
            }
        }
        Self { known, is_clear }
    }

    /// Takes the option with this name out.
    pub(crate) fn take(&mut self, name: &str) -> Option<RawOption> {
        let index = self.known.iter().position(|option| option.name == name)?;
        Some(self.known.remove(index))
    }

    /// Whether an option that is not there was not written. Else it may be what an error is about.
    pub(crate) fn is_clear(&self) -> bool {
        self.is_clear
    }
}

/// Whether `tokens` is the second string of `name = "a", "b"`, which is then a value of two strings:
/// so that one error can say it all.
fn continues_strings(earlier: Option<&mut RawOption>, tokens: &TokenStream) -> bool {
    let Some(Value::Assigned(strings)) = earlier.map(|option| &mut option.value) else {
        return false;
    };
    let continues = is_strings(strings) && is_strings(tokens);
    if continues {
        strings.extend([TokenTree::Punct(Punct::new(',', Spacing::Alone))]);
        strings.extend(tokens.clone());
    }
    continues
}

/// The runtime crate that options name, which may be wrong elsewhere.
pub(crate) fn named_crate(options: &TokenStream) -> Crate {
    let path = split_at_commas(options.clone())
        .into_iter()
        .find_map(|tokens| {
            let option = parse_option(&tokens, &[]).ok()?;
            (option.name == "crate").then(|| option.path("scopegate").ok())?
        });
    Crate::new(path)
}

fn known_to(
    option: &RawOption,
    specs: &[Spec],
    elsewhere: impl Fn(&str) -> Option<String>,
) -> syn::Result<()> {
    let text = option.name.to_string();
    let names = specs.iter().map(|spec| spec.name);
    if names.clone().any(|name| name == text) {
        return Ok(());
    }
    let help = if let Some(nearest) = suggest::nearest(&text, names.clone()) {
        format!("did you mean `{nearest}`?")
    } else if let Some(help) = elsewhere(&text) {
        help
    } else if matches!(option.value, Value::None) && text.contains('_') {
        return Err(not_an_option(option.to_token_stream(), specs));
    } else {
        format!(
            "the options are {}",
            suggest::list(names).replace(" or ", " and ")
        )
    };
    Err(error(
        &option.name,
        format!("unknown option `{text}`"),
        help,
    ))
}

fn repeated_option(name: &Ident) -> Error {
    error(
        name,
        format!("option `{name}` is written twice"),
        "keep one of them",
    )
}
