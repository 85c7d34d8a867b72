//! The attributes for the kinds of credentials.

use proc_macro2::TokenStream;
use syn::{Attribute, DeriveInput, LitStr, Meta};

use super::flow::url_text;
use super::place::{check_cross_site, key_name};
use super::setting::Setting;
use crate::diag::{Errors, error};
use crate::options::place::Attr;
use crate::options::table::{BEARER_FORMAT, COOKIE, HEADER, QUERY, URL};
use crate::options::{Options, Place, Spec};
use crate::suggest;

/// The kind of credentials of a scheme.
pub(crate) enum Kind {
    OAuth2,
    OpenIdConnect {
        url: Setting,
    },
    HttpBearer {
        bearer_format: String,
    },
    HttpBasic,
    ApiKey {
        location: &'static str,
        name: LitStr,
        cross_site: bool,
    },
}

/// The example of an attribute.
fn example(attr: Attr) -> String {
    let name = attr.name();
    let list = match attr {
        Attr::OAuth2 => "(password(token_url = \"token\"), scopes(...))".to_owned(),
        Attr::OpenIdConnect => format!("({}, scopes(...))", example_of(&URL, attr)),
        Attr::ApiKey => format!("({})", example_of(&HEADER, attr)),
        Attr::HttpBearer | Attr::HttpBasic => String::new(),
    };
    format!("#[{name}{list}]")
}

fn example_of(spec: &Spec, attr: Attr) -> &'static str {
    spec.example(Place::Scheme(attr)).unwrap_or_default()
}

/// The places of an API key, with the variants of the runtime's `KeyLocation`.
static LOCATIONS: [(&Spec, &str); 3] =
    [(&HEADER, "Header"), (&QUERY, "Query"), (&COOKIE, "Cookie")];

/// Whether scopegate verifies the credentials of such schemes. Only those have scopes.
pub(crate) fn is_verified(attr: Attr) -> bool {
    matches!(attr, Attr::OAuth2 | Attr::OpenIdConnect)
}

/// The attribute of a scheme, with its options.
pub(crate) fn attribute(input: &DeriveInput) -> syn::Result<(Attr, TokenStream)> {
    let mut attributes = input
        .attrs
        .iter()
        .filter_map(|attribute| Some((found(attribute)?, attribute)));
    let Some((attr, first)) = attributes.next() else {
        let names = suggest::list(Attr::ALL.map(Attr::name)).replace(" or ", " and ");
        return Err(error(
            &input.ident,
            "a security scheme needs `#[oauth2(...)]`, or another attribute that names its kind of credentials",
            format!(
                "write `{}` below the derive; the attributes are {names}",
                example(Attr::OAuth2)
            ),
        ));
    };
    let name = attr.name();
    if let Some((other, second)) = attributes.next() {
        return Err(if other == attr {
            let message = format!("`#[{name}]` is written twice");
            error(second, message, "merge it into the first")
        } else {
            let other = other.name();
            let message = format!(
                "`#[{other}]` contradicts `#[{name}]`: a scheme has one kind of credentials"
            );
            error(second, message, "write a separate type for each")
        });
    }
    match &first.meta {
        Meta::List(list) if !list.tokens.is_empty() => Ok((attr, list.tokens.clone())),
        Meta::List(_) | Meta::Path(_) if matches!(attr, Attr::HttpBearer | Attr::HttpBasic) => {
            Ok((attr, TokenStream::new()))
        }
        _ => Err(error(
            first,
            format!("`#[{name}]` has no options"),
            format!("write `{}` below the derive", example(attr)),
        )),
    }
}

/// The name of the type that the scheme provides, if it has an attribute.
pub(crate) fn credentials(input: &DeriveInput) -> Option<&'static str> {
    input.attrs.iter().find_map(found).map(|attr| match attr {
        Attr::OAuth2 | Attr::OpenIdConnect => "AccessToken",
        Attr::HttpBearer => "BearerToken",
        Attr::HttpBasic => "BasicCredentials",
        Attr::ApiKey => "ApiKey",
    })
}

fn found(attribute: &Attribute) -> Option<Attr> {
    let mut known = Attr::ALL.into_iter();
    known.find(|attr| attribute.path().is_ident(attr.name()))
}

/// The kind of credentials, from the options of the attribute.
pub(crate) fn check_kind(
    attr: Attr,
    input: &DeriveInput,
    options: &mut Options,
    errors: &mut Errors,
) -> Option<Kind> {
    match attr {
        Attr::OAuth2 => Some(Kind::OAuth2),
        Attr::HttpBasic => Some(Kind::HttpBasic),
        Attr::HttpBearer => {
            let format = options.take(&BEARER_FORMAT);
            let format = format.and_then(|option| errors.keep(option.text()));
            let bearer_format = format.map(|text| text.value()).unwrap_or_default();
            Some(Kind::HttpBearer { bearer_format })
        }
        Attr::OpenIdConnect => {
            if let Some(option) = options.take(&URL) {
                let url = errors.keep(url_text(&option))?;
                return Some(Kind::OpenIdConnect { url });
            }
            if options.is_clear() {
                errors.push(error(
                    &input.ident,
                    "an OpenID Connect scheme needs the URL of its provider's metadata",
                    format!("write `{}`", example_of(&URL, attr)),
                ));
            }
            None
        }
        Attr::ApiKey => check_location(input, options, errors),
    }
}

/// An API key has exactly one place.
fn check_location(input: &DeriveInput, options: &mut Options, errors: &mut Errors) -> Option<Kind> {
    let found = LOCATIONS
        .into_iter()
        .filter_map(|(spec, location)| Some((options.take(spec)?, location)));
    let found: Vec<_> = found.collect();
    match found.as_slice() {
        [(option, location)] => {
            let name = errors.keep(key_name(option))?;
            let cross_site = check_cross_site(options, *location == "Cookie", errors);
            Some(Kind::ApiKey {
                location,
                name,
                cross_site,
            })
        }
        [] => {
            if options.is_clear() {
                let message = "an API key needs a place: a header, the query or a cookie";
                errors.push(error(
                    &input.ident,
                    message,
                    format!("write `{}`", example_of(&HEADER, Attr::ApiKey)),
                ));
            }
            None
        }
        [_, (second, _), ..] => {
            let message = "an API key has only one place";
            errors.push(error(
                &second.name,
                message,
                "write a separate scheme for each place",
            ));
            None
        }
    }
}
