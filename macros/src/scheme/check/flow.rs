//! The flows of OAuth2 with OpenAPI's names, and the URLs that each requires.

use proc_macro2::TokenStream;
use syn::LitStr;

use super::setting::Setting;
use crate::diag::{Errors, error};
use crate::options::place::Grant;
use crate::options::table::{REFRESH_URL, options_at};
use crate::options::{Options, Place, RawOption, Spec, Value};

/// A flow with valid URLs.
pub(crate) struct Flow {
    pub(crate) grant: Grant,
    /// The URLs, each with its field of the runtime's `Flow`.
    pub(crate) urls: Vec<(&'static str, Setting)>,
    pub(crate) refresh_url: Option<Setting>,
}

impl Flow {
    /// Checks the URLs of a flow.
    pub(crate) fn check(grant: Grant, option: &RawOption, errors: &mut Errors) -> Option<Self> {
        let help = format!("write `{}`", example(grant, option));
        let list: TokenStream = errors.keep(option.list(&help))?;
        let mut options = Options::parse(list, Place::Flow(grant), errors);
        let before = errors.count();
        let mut urls = Vec::new();
        let mut missing = Vec::new();
        for spec in required(grant) {
            match options.take(spec) {
                Some(url) => urls.extend(errors.keep(url_text(&url)).map(|url| (spec.name, url))),
                None => missing.push(spec.name),
            }
        }
        let refresh_url = options
            .take(&REFRESH_URL)
            .and_then(|url| errors.keep(url_text(&url)));
        if options.is_clear() && errors.count() == before {
            for name in missing {
                let message = format!("the flow `{}` needs `{name}`", grant.spec().name);
                errors.push(error(&option.name, message, &help));
            }
        }
        Some(Self {
            grant,
            urls,
            refresh_url,
        })
    }
}

/// The URLs that a flow requires.
fn required(grant: Grant) -> impl Iterator<Item = &'static Spec> + Clone {
    options_at(Place::Flow(grant)).filter(|spec| spec.is_required)
}

/// The example of the flow, with the URL of `password = "token"` if it is written that way.
fn example(grant: Grant, option: &RawOption) -> String {
    let mut required = required(grant);
    match (&option.value, required.next(), required.next()) {
        (Value::Assigned(url), Some(spec), None) if syn::parse2::<LitStr>(url.clone()).is_ok() => {
            format!("{}({} = {url})", grant.spec().name, spec.name)
        }
        _ => option.example.to_owned(),
    }
}

/// A URL, which may be relative to the service. The characters are those of RFC 3986.
pub(crate) fn url_text(option: &RawOption) -> syn::Result<Setting> {
    let setting = Setting::of(option)?;
    let Some(url) = setting.literal() else {
        return Ok(setting);
    };
    if url.value().is_empty() {
        return Err(error(
            url,
            "a URL cannot be empty",
            "write the URL of the endpoint",
        ));
    }
    url_characters(url)?;
    Ok(setting)
}

pub(crate) fn url_characters(url: &LitStr) -> syn::Result<()> {
    url_characters_and(url, &[])
}

/// The same for text that is not a URL.
pub(crate) fn url_characters_and(url: &LitStr, allowed: &[char]) -> syn::Result<()> {
    let text = url.value();
    let is_none = |c: &char| {
        !c.is_ascii_graphic() || matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
    };
    match text.chars().find(|c| is_none(c) && !allowed.contains(c)) {
        None => Ok(()),
        Some(c) => {
            let message = format!("a URL cannot contain {c:?}");
            let help = if text.is_ascii() {
                let encoded = text.replace(c, &format!("%{:02X}", u32::from(c)));
                format!("percent-encode it: `{encoded:?}` (RFC 3986 section 2.1)")
            } else {
                "percent-encode a path, and write a host in Punycode (RFC 3986 section 2.1)".into()
            };
            Err(error(url, message, help))
        }
    }
}
