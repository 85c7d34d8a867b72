//! Where a request carries credentials: names of headers, cookies and subprotocols.

use syn::LitStr;

use crate::diag::{Errors, error};
use crate::options::place::Attr;
use crate::options::table::{COOKIE, CROSS_SITE, HEADER, PREFIX, QUERY, SUBPROTOCOL};
use crate::options::{Options, Place, RawOption};

/// The authentication scheme of RFC 6750.
const BEARER: &str = "Bearer";

/// Where a request carries a token.
pub(crate) enum TokenPlace {
    Authorization { scheme: String },
    Header { name: LitStr },
    Cookie { name: LitStr, cross_site: bool },
    Subprotocol { name: LitStr },
}

impl TokenPlace {
    fn bearer() -> Self {
        Self::Authorization {
            scheme: BEARER.to_owned(),
        }
    }
}

/// A token has exactly one place.
pub(crate) fn check_place(options: &mut Options, errors: &mut Errors) -> TokenPlace {
    let specs = [&HEADER, &COOKIE, &PREFIX, &SUBPROTOCOL].into_iter();
    let found: Vec<_> = specs.filter_map(|spec| options.take(spec)).collect();
    let is_cookie = found.iter().any(|option| option.name == COOKIE.name);
    let cross_site = check_cross_site(options, is_cookie, errors);
    if let [_, second, ..] = found.as_slice() {
        let message = "a token has only one place";
        let help = "write a separate scheme for each place, and `depends = any(...)` where both are accepted";
        errors.push(error(&second.name, message, help));
    }
    let Some(option) = found.first() else {
        return TokenPlace::bearer();
    };
    let place = if option.name == PREFIX.name {
        prefix(option).map(|scheme| TokenPlace::Authorization { scheme })
    } else {
        key_name(option).map(|name| {
            if option.name == HEADER.name {
                TokenPlace::Header { name }
            } else if option.name == COOKIE.name {
                TokenPlace::Cookie { name, cross_site }
            } else {
                TokenPlace::Subprotocol { name }
            }
        })
    };
    errors.keep(place).unwrap_or_else(TokenPlace::bearer)
}

/// Only cookies are sent with requests of other sites.
pub(super) fn check_cross_site(
    options: &mut Options,
    is_cookie: bool,
    errors: &mut Errors,
) -> bool {
    let Some(option) = options.take(&CROSS_SITE) else {
        return false;
    };
    errors.keep(option.flag());
    if !is_cookie {
        errors.push(error(
            &option.name,
            "`cross_site` has no effect here: only cookies are sent with requests of other sites",
            "remove it",
        ));
    }
    true
}

/// The name of an authentication scheme is a token (RFC 9110 section 11.1).
fn prefix(option: &RawOption) -> syn::Result<String> {
    let literal = key_name(option)?;
    let name = literal.value();
    let known = ["basic", "dpop"];
    if known.contains(&name.to_ascii_lowercase().as_str()) {
        return Err(error(
            &literal,
            format!("`{name}` has a meaning of its own in `Authorization`"),
            "for passwords, write `#[http_basic]`; proofs of possession need `Verifier::with_dpop`, and no prefix",
        ));
    }
    // Case-insensitive; the runtime knows the usual spelling.
    if name.eq_ignore_ascii_case(BEARER) {
        return Ok(BEARER.to_owned());
    }
    Ok(name)
}

fn reserved_header(option: &RawOption, literal: &LitStr, name: &str) -> syn::Error {
    let (what, help) = match option.place {
        Place::Scheme(Attr::ApiKey) => (
            "an API key",
            "for `Authorization`, write `#[http_bearer]` or `#[http_basic]`; for cookies, `cookie = \"...\"`",
        ),
        _ => (
            "a token",
            "for `Authorization`, write `prefix = \"...\"`; for others, `cookie = \"...\"` or `subprotocol = \"...\"`",
        ),
    };
    error(
        literal,
        format!("`{name}` cannot be the header of {what}"),
        help,
    )
}

/// Names of headers and cookies are tokens (RFC 9110 section 5.1; RFC 6265 section 4.1.1).
pub(super) fn key_name(option: &RawOption) -> syn::Result<LitStr> {
    let literal = option.text()?;
    let name = literal.value();
    if name.is_empty() {
        return Err(error(
            &literal,
            "the name of the key cannot be empty",
            "write its name",
        ));
    }
    let is_query = option.name == QUERY.name;
    let is_allowed = |c: char| match c {
        '"' | '\\' => false,
        c if is_query => !c.is_control() && c.is_ascii(),
        c => c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c),
    };
    if let Some(c) = name.chars().find(|c| !is_allowed(*c)) {
        let message = format!("the name of a {} cannot contain {c:?}", option.name);
        return Err(error(&literal, message, "use letters, digits, `-` and `_`"));
    }
    let reserved = [
        "authorization",
        "proxy-authorization",
        "cookie",
        "sec-websocket-protocol",
        "sec-fetch-site",
        "origin",
        "host",
        "content-length",
        "transfer-encoding",
        "dpop",
    ];
    if option.name == HEADER.name && reserved.contains(&name.to_ascii_lowercase().as_str()) {
        return Err(reserved_header(option, &literal, &name));
    }
    Ok(literal)
}
