//! The attributes that say what credentials a scheme asks for.

use proc_macro2::TokenStream;
use syn::{Attribute, DeriveInput, LitStr, Meta};

use super::flow::url_text;
use super::setting::Setting;
use crate::diag::{Errors, error};
use crate::options::{Options, Positional, RawOption, Spec};
use crate::suggest;

/// One of the attributes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Attr {
    OAuth2,
    OpenIdConnect,
    HttpBearer,
    HttpBasic,
    ApiKey,
}

/// What credentials a scheme asks for.
pub(super) enum Kind {
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
    },
}

/// With their names and how they are written.
const ATTRIBUTES: [(Attr, &str, &str); 5] = [
    (
        Attr::OAuth2,
        "oauth2",
        "#[oauth2(password(token_url = \"token\"), scopes(...))]",
    ),
    (
        Attr::OpenIdConnect,
        "openid_connect",
        "#[openid_connect(url = \"https://issuer.example/.well-known/openid-configuration\", scopes(...))]",
    ),
    (Attr::HttpBearer, "http_bearer", "#[http_bearer]"),
    (Attr::HttpBasic, "http_basic", "#[http_basic]"),
    (
        Attr::ApiKey,
        "api_key",
        "#[api_key(header = \"X-API-Key\")]",
    ),
];

const URL: Spec = Spec {
    name: "url",
    example: "url = \"https://issuer.example/.well-known/openid-configuration\"",
    positional: Positional::Url,
};
const BEARER_FORMAT: Spec = Spec {
    name: "bearer_format",
    example: "bearer_format = \"opaque\"",
    positional: Positional::No,
};
const LOCATIONS: [(Spec, &str); 3] = [
    (
        Spec {
            name: "header",
            example: "header = \"X-API-Key\"",
            positional: Positional::No,
        },
        "Header",
    ),
    (
        Spec {
            name: "query",
            example: "query = \"api_key\"",
            positional: Positional::No,
        },
        "Query",
    ),
    (
        Spec {
            name: "cookie",
            example: "cookie = \"session\"",
            positional: Positional::No,
        },
        "Cookie",
    ),
];

impl Attr {
    /// Whether scopegate verifies its credentials, which have scopes then.
    pub(super) fn is_verified(self) -> bool {
        matches!(self, Self::OAuth2 | Self::OpenIdConnect)
    }

    /// The options that no other attribute has, beside the flows.
    pub(super) fn specs(self) -> Vec<Spec> {
        match self {
            Self::OAuth2 | Self::HttpBasic => Vec::new(),
            Self::OpenIdConnect => vec![URL],
            Self::HttpBearer => vec![BEARER_FORMAT],
            Self::ApiKey => LOCATIONS.map(|(spec, _)| spec).to_vec(),
        }
    }
}

/// The attribute of a scheme, with its options.
pub(super) fn attribute(input: &DeriveInput) -> syn::Result<(Attr, TokenStream)> {
    let mut attributes = input
        .attrs
        .iter()
        .filter_map(|attribute| Some((found(attribute)?, attribute)));
    let Some(((attr, name, example), first)) = attributes.next() else {
        let names = suggest::list(ATTRIBUTES.map(|(_, name, _)| name)).replace(" or ", " and ");
        return Err(error(
            &input.ident,
            "a security scheme needs `#[oauth2(...)]`, or another attribute that says what it asks for",
            format!(
                "write `{}` below the derive; the attributes are {names}",
                ATTRIBUTES[0].2
            ),
        ));
    };
    if let Some(((_, other, _), second)) = attributes.next() {
        return Err(if other == name {
            let message = format!("`#[{name}]` is written twice");
            error(second, message, "merge it into the first")
        } else {
            let message = format!(
                "`#[{other}]` contradicts `#[{name}]`: a scheme asks for one kind of credentials"
            );
            error(second, message, "write a type for each")
        });
    }
    match &first.meta {
        Meta::List(list) if !list.tokens.is_empty() => Ok((attr, list.tokens.clone())),
        Meta::List(_) | Meta::Path(_) if matches!(attr, Attr::HttpBearer | Attr::HttpBasic) => {
            Ok((attr, TokenStream::new()))
        }
        _ => Err(error(
            first,
            format!("`#[{name}]` says nothing of the scheme"),
            format!("write `{example}` below the derive"),
        )),
    }
}

fn found(attribute: &Attribute) -> Option<(Attr, &'static str, &'static str)> {
    ATTRIBUTES
        .into_iter()
        .find(|(_, name, _)| attribute.path().is_ident(name))
}

/// What the options of the attribute say of the credentials.
pub(super) fn check_kind(
    attr: Attr,
    input: &DeriveInput,
    options: &mut Options,
    errors: &mut Errors,
) -> Option<Kind> {
    match attr {
        Attr::OAuth2 => Some(Kind::OAuth2),
        Attr::HttpBasic => Some(Kind::HttpBasic),
        Attr::HttpBearer => {
            let format = options.take(BEARER_FORMAT.name);
            let format = format.and_then(|option| errors.keep(option.text("opaque")));
            let bearer_format = format.map(|text| text.value()).unwrap_or_default();
            Some(Kind::HttpBearer { bearer_format })
        }
        Attr::OpenIdConnect => {
            if let Some(option) = options.take(URL.name) {
                let url = errors.keep(url_text(&option))?;
                return Some(Kind::OpenIdConnect { url });
            }
            if options.is_clear() {
                errors.push(error(
                    &input.ident,
                    "an OpenID Connect scheme needs the address of its provider's description",
                    format!("write `{}`", URL.example),
                ));
            }
            None
        }
        Attr::ApiKey => check_location(input, options, errors),
    }
}

/// An API key is in one place.
fn check_location(input: &DeriveInput, options: &mut Options, errors: &mut Errors) -> Option<Kind> {
    let found = LOCATIONS
        .into_iter()
        .filter_map(|(spec, location)| Some((options.take(spec.name)?, location)));
    let found: Vec<_> = found.collect();
    match found.as_slice() {
        [(option, location)] => {
            let name = errors.keep(key_name(option))?;
            Some(Kind::ApiKey { location, name })
        }
        [] => {
            if options.is_clear() {
                let message = "an API key is in a header, the query or a cookie";
                errors.push(error(
                    &input.ident,
                    message,
                    format!("write `{}`", LOCATIONS[0].0.example),
                ));
            }
            None
        }
        [_, (second, _), ..] => {
            let message = "an API key is in one place";
            errors.push(error(
                &second.name,
                message,
                "write a scheme for each place",
            ));
            None
        }
    }
}

/// Names of headers and cookies are tokens (RFC 9110, section 5.1; RFC 6265, section 4.1.1).
fn key_name(option: &RawOption) -> syn::Result<LitStr> {
    let literal = option.text("X-API-Key")?;
    let name = literal.value();
    if name.is_empty() {
        return Err(error(
            &literal,
            "the name of the key cannot be empty",
            "write its name",
        ));
    }
    let is_query = option.name == "query";
    let is_allowed = |c: char| match c {
        '"' | '\\' => false,
        c if is_query => !c.is_control() && c.is_ascii(),
        c => c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c),
    };
    if let Some(c) = name.chars().find(|c| !is_allowed(*c)) {
        let message = format!("the name of a {} cannot contain {c:?}", option.name);
        return Err(error(&literal, message, "use letters, digits, `-` and `_`"));
    }
    let reserved = ["authorization", "proxy-authorization", "cookie"];
    if option.name == "header" && reserved.contains(&name.to_ascii_lowercase().as_str()) {
        let message = format!("`{name}` is not the header of an API key");
        let help = "for `Authorization`, write `#[http_bearer]` or `#[http_basic]`; for cookies, `cookie = \"...\"`";
        return Err(error(&literal, message, help));
    }
    Ok(literal)
}
