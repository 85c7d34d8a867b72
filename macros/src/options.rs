//! The grammar that all attributes share: `name`, `name = value`, `name(...)`, separated by commas.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Error, LitStr, Path};

use crate::diag::{Errors, error};
use crate::paths::Crate;
use crate::suggest;

/// An option as written.
pub(crate) struct RawOption {
    pub(crate) name: Ident,
    pub(crate) value: Value,
}

/// What follows an option's name.
pub(crate) enum Value {
    /// Nothing: `public`.
    None,
    /// `= value`.
    Assigned(TokenStream),
    /// `(list)`.
    List(TokenStream),
}

impl ToTokens for RawOption {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.name.to_tokens(tokens);
        match &self.value {
            Value::None => {}
            Value::Assigned(value) | Value::List(value) => value.to_tokens(tokens),
        }
    }
}

/// How an option is written, for messages.
#[derive(Clone, Copy)]
pub(crate) struct Spec {
    pub(crate) name: &'static str,
    pub(crate) example: &'static str,
}

/// The options of one attribute, with at most one of each name.
pub(crate) struct Options(Vec<RawOption>);

impl Options {
    /// Splits `tokens` into options, all of which `specs` must know.
    pub(crate) fn parse(tokens: TokenStream, specs: &[Spec], errors: &mut Errors) -> Self {
        let mut known: Vec<RawOption> = Vec::new();
        for tokens in split_at_commas(tokens) {
            let Some(option) = errors.keep(parse_option(&tokens, specs)) else {
                continue;
            };
            let name = option.name.to_string();
            if !specs.iter().any(|spec| spec.name == name) {
                errors.push(unknown_option(&option.name, specs));
            } else if known.iter().any(|earlier| earlier.name == option.name) {
                errors.push(repeated_option(&option.name));
            } else {
                known.push(option);
            }
        }
        Self(known)
    }

    /// Takes the option with this name out.
    pub(crate) fn take(&mut self, name: &str) -> Option<RawOption> {
        let index = self.0.iter().position(|option| option.name == name)?;
        Some(self.0.remove(index))
    }
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

fn unknown_option(name: &Ident, specs: &[Spec]) -> Error {
    let text = name.to_string();
    let names = specs.iter().map(|spec| spec.name);
    let help = match suggest::nearest(&text, names.clone()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!(
            "the options are {}",
            suggest::list(names).replace(" or ", " and ")
        ),
    };
    error(name, format!("unknown option `{text}`"), help)
}

fn repeated_option(name: &Ident) -> Error {
    error(
        name,
        format!("option `{name}` is written twice"),
        "keep one of them",
    )
}

fn parse_option(tokens: &TokenStream, specs: &[Spec]) -> syn::Result<RawOption> {
    let mut rest = tokens.clone().into_iter();
    let name = match rest.next() {
        Some(TokenTree::Ident(name)) => name,
        other => return Err(not_an_option(other.into_token_stream(), specs)),
    };
    let value = match rest.next() {
        None => Value::None,
        Some(TokenTree::Punct(punct)) if punct.as_char() == '=' => Value::Assigned(rest.collect()),
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
            if let Some(next) = rest.next() {
                return Err(missing_comma(&next));
            }
            Value::List(group.stream())
        }
        Some(TokenTree::Punct(punct)) if punct.as_char() == ':' => {
            let help = format!("write `{name} = ...`");
            return Err(error(punct, format!("expected `=` after `{name}`"), help));
        }
        Some(other) => return Err(missing_comma(&other)),
    };
    Ok(RawOption { name, value })
}

fn not_an_option(token: TokenStream, specs: &[Spec]) -> Error {
    let names = suggest::list(specs.iter().map(|spec| spec.name));
    let example = specs.first().map_or("", |spec| spec.example);
    error(
        token,
        format!("expected an option: {names}"),
        format!("write `{example}`"),
    )
}

fn missing_comma(next: &TokenTree) -> Error {
    error(
        next,
        format!("expected `,` before `{next}`"),
        "separate options by commas",
    )
}

/// Splits at the commas outside of brackets. Nothing follows a trailing comma.
fn split_at_commas(tokens: TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![TokenStream::new()];
    for token in tokens {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => parts.push(TokenStream::new()),
            _ => parts.last_mut().expect("starts with one").extend([token]),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

impl RawOption {
    /// The value of an option without one.
    pub(crate) fn flag(&self) -> syn::Result<()> {
        match &self.value {
            Value::None => Ok(()),
            Value::Assigned(value) | Value::List(value) => {
                let name = &self.name;
                Err(error(
                    value,
                    format!("`{name}` takes no value"),
                    format!("write `{name}`"),
                ))
            }
        }
    }

    /// The value of `name = path`.
    pub(crate) fn path(&self, example: &str) -> syn::Result<Path> {
        let help = format!("write `{} = {example}`", self.name);
        let value = self.assigned(&help)?;
        if let Ok(text) = syn::parse2::<LitStr>(value.clone()) {
            let help = format!("write `{} = {}`", self.name, text.value());
            return Err(error(text, "expected a path, not a string", help));
        }
        parse_all(
            Path::parse_mod_style.parse2(value.clone()),
            &value,
            "expected a path",
            &help,
        )
    }

    /// The value of `name = "text"`.
    pub(crate) fn text(&self, example: &str) -> syn::Result<LitStr> {
        let help = format!("write `{} = \"{example}\"`", self.name);
        let value = self.assigned(&help)?;
        parse_all(
            syn::parse2(value.clone()),
            &value,
            "expected a string",
            &help,
        )
    }

    /// The value of `name = ...`.
    pub(crate) fn assigned(&self, help: &str) -> syn::Result<TokenStream> {
        match &self.value {
            Value::Assigned(value) if !value.is_empty() => Ok(value.clone()),
            Value::Assigned(_) | Value::None | Value::List(_) => {
                Err(error(self, format!("expected `{} = ...`", self.name), help))
            }
        }
    }

    /// The value of `name(...)`.
    pub(crate) fn list(&self, help: &str) -> syn::Result<TokenStream> {
        match &self.value {
            Value::List(list) => Ok(list.clone()),
            Value::Assigned(_) | Value::None => {
                Err(error(self, format!("expected `{}(...)`", self.name), help))
            }
        }
    }
}

/// The result of parsing all of `tokens`, with an error that says what to write.
fn parse_all<T>(
    parsed: syn::Result<T>,
    tokens: &TokenStream,
    message: &str,
    help: &str,
) -> syn::Result<T> {
    parsed.map_err(|_| match after_first_item(tokens) {
        Some(next) => missing_comma(&next),
        None => error(tokens, message, help),
    })
}

/// The start of the next option, where a comma is missing: a name before `=` or `(`.
fn after_first_item(tokens: &TokenStream) -> Option<TokenTree> {
    let tokens: Vec<_> = tokens.clone().into_iter().collect();
    tokens.windows(2).skip(1).find_map(|pair| match pair {
        [name @ TokenTree::Ident(_), TokenTree::Punct(punct)] if punct.as_char() == '=' => {
            Some(name.clone())
        }
        _ => None,
    })
}

/// `"key" = "value"` in a list.
pub(crate) struct Pair {
    pub(crate) key: LitStr,
    pub(crate) value: Option<LitStr>,
}

impl Parse for Pair {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key = input.parse()?;
        let value = if input.peek(syn::Token![=]) {
            input.parse::<syn::Token![=]>()?;
            Some(input.parse()?)
        } else {
            None
        };
        Ok(Self { key, value })
    }
}

/// Splits `"a" = "b", "c" = "d"`, keeping what is well formed.
pub(crate) fn pairs(list: TokenStream, help: &str, errors: &mut Errors) -> Vec<Pair> {
    split_at_commas(list)
        .into_iter()
        .filter_map(|tokens| {
            let pair = syn::parse2(tokens.clone());
            errors.keep(parse_all(
                pair,
                &tokens,
                "expected a scope with its description",
                help,
            ))
        })
        .collect()
}

/// The string literals of `[...]`, keeping what is well formed.
pub(crate) fn strings(list: TokenStream, errors: &mut Errors) -> Vec<LitStr> {
    split_at_commas(list)
        .into_iter()
        .filter_map(|tokens| {
            let literal = syn::parse2::<LitStr>(tokens.clone());
            let help = match syn::parse2::<Ident>(tokens.clone()) {
                Ok(name) => format!("write `\"{name}\"`"),
                Err(_) => {
                    "scopes are string literals separated by commas: `[\"me\", \"items\"]`".into()
                }
            };
            errors.keep(literal.map_err(|_| error(tokens, "expected a string literal", help)))
        })
        .collect()
}
