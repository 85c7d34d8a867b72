//! The grammar that all attributes share: `name`, `name = value`, `name(...)`, separated by commas.

use proc_macro2::{Delimiter, Ident, Punct, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::Parser;
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
        strings.extend([TokenTree::Punct(Punct::new(
            ',',
            proc_macro2::Spacing::Alone,
        ))]);
        strings.extend(tokens.clone());
    }
    continues
}

/// Whether `tokens` are string literals with commas between them.
fn is_strings(tokens: &TokenStream) -> bool {
    let parts = split_at_commas(tokens.clone());
    !parts.is_empty()
        && parts
            .into_iter()
            .all(|part| syn::parse2::<LitStr>(part).is_ok())
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

fn parse_option(tokens: &TokenStream, specs: &[Spec]) -> syn::Result<RawOption> {
    let mut rest = tokens.clone().into_iter();
    let Some(TokenTree::Ident(name)) = rest.next() else {
        return Err(not_an_option(tokens.clone(), specs));
    };
    let value = match rest.next() {
        None => Value::None,
        Some(TokenTree::Punct(punct)) if punct.as_char() == '=' => {
            let value: TokenStream = rest.collect();
            match value.clone().into_iter().next() {
                // `==`, `=>`
                Some(TokenTree::Punct(next)) if matches!(next.as_char(), '=' | '>') => {
                    return Err(expected_equals(&name, &next.into(), specs));
                }
                _ => Value::Assigned(ungrouped(value)),
            }
        }
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
            if let Some(next) = rest.next() {
                return Err(missing_comma(&next));
            }
            Value::List(group.stream())
        }
        Some(_) if syn::parse2::<Path>(tokens.clone()).is_ok() => {
            return Err(not_an_option(tokens.clone(), specs));
        }
        Some(other) => return Err(expected_equals(&name, &other, specs)),
    };
    Ok(RawOption { name, value })
}

fn expected_equals(name: &Ident, found: &TokenTree, specs: &[Spec]) -> Error {
    let spec = specs.iter().find(|spec| name == spec.name);
    let help = spec.map_or_else(
        || "separate options by commas".to_owned(),
        |spec| format!("write `{}`", spec.example),
    );
    let message = match spec {
        Some(_) => format!("expected `=` after `{name}`"),
        None => format!("expected `=` or `,` after `{name}`"),
    };
    error(found, message, help)
}

/// A value whose option is not named, or something else.
fn not_an_option(tokens: TokenStream, specs: &[Spec]) -> Error {
    let names = suggest::list(specs.iter().map(|spec| spec.name));
    let meant = specs.iter().find_map(|spec| meant(&tokens, *spec));
    let help = meant.unwrap_or_else(|| specs.first().map_or("", |spec| spec.example).to_owned());
    error(
        tokens,
        format!("expected an option: {names}"),
        format!("write `{help}`"),
    )
}

/// `tokens` as the value of the option, if it looks like one.
fn meant(
    tokens: &TokenStream,
    Spec {
        name, positional, ..
    }: Spec,
) -> Option<String> {
    match positional {
        Positional::No => None,
        Positional::Path => {
            let path = syn::parse2::<Path>(tokens.clone()).ok()?;
            Some(format!("{name} = {}", compact(&path)))
        }
        Positional::Url => {
            let url = syn::parse2::<LitStr>(tokens.clone()).ok()?;
            Some(format!("{name} = {}", url.token()))
        }
        Positional::Scopes => Some(format!("{name} = [{}]", strings_in(tokens)?)),
    }
}

/// The strings that `tokens` or the brackets at its end have, if there is nothing else.
pub(crate) fn strings_in(tokens: &TokenStream) -> Option<String> {
    let strings = match tokens.clone().into_iter().last()? {
        TokenTree::Group(group) => group.stream(),
        _ => tokens.clone(),
    };
    is_strings(&strings).then(|| strings.to_string().replace(" ,", ","))
}

/// A path as it was written.
pub(crate) fn compact(path: &Path) -> String {
    path.to_token_stream().to_string().replace(' ', "")
}

fn missing_comma(next: &TokenTree) -> Error {
    error(
        next,
        format!("expected `,` before `{next}`"),
        "write a comma between them",
    )
}

/// Splits at the commas outside of brackets. Nothing follows a trailing comma.
pub(crate) fn split_at_commas(tokens: TokenStream) -> Vec<TokenStream> {
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
        if let Value::List(list) = &self.value
            && let Ok(path) = syn::parse2::<Path>(list.clone())
        {
            let help = format!("write `{} = {}`", self.name, compact(&path));
            return Err(error(self, format!("expected `{} = ...`", self.name), help));
        }
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
        let name = &self.name;
        let mut help = format!("write `{name} = {example:?}`");
        let value = self.assigned(&help)?;
        let mut message = "expected a string literal";
        if let Ok(word) = syn::parse2::<Ident>(value.clone()) {
            if is_constant(&word) {
                message = "expected a string literal: macros cannot read constants";
            } else {
                help = format!("write `{name} = \"{word}\"`");
            }
        }
        parse_all(syn::parse2(value.clone()), &value, message, &help)
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

/// Whether a name is written like a constant's, whose value no macro can see.
pub(crate) fn is_constant(name: &Ident) -> bool {
    let name = name.to_string();
    name.len() > 1
        && name
            .chars()
            .all(|c| c.is_uppercase() || c.is_numeric() || c == '_')
}

/// The result of parsing all of `tokens`, with an error that says what to write.
pub(crate) fn parse_all<T>(
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

/// The start of the next item, where a comma is missing: a name or a string before `=` or `(`, or a
/// string after a string.
fn after_first_item(tokens: &TokenStream) -> Option<TokenTree> {
    let tokens: Vec<_> = tokens.clone().into_iter().collect();
    let next = tokens.windows(2).skip(1).find_map(|pair| match pair {
        [
            item @ (TokenTree::Ident(_) | TokenTree::Literal(_)),
            TokenTree::Punct(punct),
        ] if punct.as_char() == '=' => Some(item),
        [item @ TokenTree::Ident(_), TokenTree::Group(group)]
            if group.delimiter() == Delimiter::Parenthesis =>
        {
            Some(item)
        }
        _ => None,
    });
    let string_after_string = || match tokens.as_slice() {
        [TokenTree::Literal(_), item @ TokenTree::Literal(_), ..] => Some(item),
        _ => None,
    };
    next.or_else(string_after_string).cloned()
}

/// What a macro by example has captured, without the invisible group around it.
fn ungrouped(tokens: TokenStream) -> TokenStream {
    let mut rest = tokens.clone().into_iter();
    match (rest.next(), rest.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::None => {
            ungrouped(group.stream())
        }
        _ => tokens,
    }
}

/// Parses each item of a list, keeping what is well formed.
pub(crate) fn items<T>(
    list: TokenStream,
    errors: &mut Errors,
    parse: impl Fn(&TokenStream) -> syn::Result<T>,
) -> Vec<T> {
    let items = split_at_commas(list).into_iter().map(ungrouped);
    items
        .filter_map(|tokens| errors.keep(parse(&tokens)))
        .collect()
}
