//! The flows of OAuth2, as OpenAPI names them, with the URLs that each needs.

use proc_macro2::TokenStream;
use syn::LitStr;

use super::setting::Setting;
use crate::diag::{Errors, error};
use crate::options::{Options, Positional, RawOption, Spec, Value};

/// A flow whose URLs are right.
pub(crate) struct Flow {
    pub(crate) kind: &'static FlowKind,
    /// Required URLs, in the order of [`FlowKind::required`].
    pub(super) required: Vec<Setting>,
    pub(super) refresh_url: Option<Setting>,
}

/// What a kind of flow needs.
pub(crate) struct FlowKind {
    pub(crate) spec: Spec,
    /// The variant of the runtime's `Flow`.
    pub(crate) variant: &'static str,
    pub(crate) required: &'static [Spec],
}

const TOKEN_URL: Spec = Spec {
    name: "token_url",
    example: "token_url = \"token\"",
    positional: Positional::Url,
};
const AUTHORIZATION_URL: Spec = Spec {
    name: "authorization_url",
    example: "authorization_url = \"authorize\"",
    positional: Positional::Url,
};
const REFRESH_URL: Spec = Spec {
    name: "refresh_url",
    example: "refresh_url = \"token\"",
    positional: Positional::No,
};

pub(crate) const FLOWS: [FlowKind; 4] = [
    FlowKind {
        spec: Spec {
            name: "password",
            example: "password(token_url = \"token\")",
            positional: Positional::No,
        },
        variant: "Password",
        required: &[TOKEN_URL],
    },
    FlowKind {
        spec: Spec {
            name: "authorization_code",
            example: "authorization_code(authorization_url = \"authorize\", token_url = \"token\")",
            positional: Positional::No,
        },
        variant: "AuthorizationCode",
        required: &[AUTHORIZATION_URL, TOKEN_URL],
    },
    FlowKind {
        spec: Spec {
            name: "client_credentials",
            example: "client_credentials(token_url = \"token\")",
            positional: Positional::No,
        },
        variant: "ClientCredentials",
        required: &[TOKEN_URL],
    },
    FlowKind {
        spec: Spec {
            name: "implicit",
            example: "implicit(authorization_url = \"authorize\")",
            positional: Positional::No,
        },
        variant: "Implicit",
        required: &[AUTHORIZATION_URL],
    },
];

impl Flow {
    /// Checks the URLs of a flow.
    pub(crate) fn check(
        kind: &'static FlowKind,
        option: &RawOption,
        errors: &mut Errors,
    ) -> Option<Self> {
        let help = format!("write `{}`", example(kind, option));
        let list: TokenStream = errors.keep(option.list(&help))?;
        let specs: Vec<_> = kind.required.iter().copied().chain([REFRESH_URL]).collect();
        let mut options = Options::parse(list, &specs, errors);
        let before = errors.count();
        let urls = kind.required.iter().map(|spec| {
            let url = options.take(spec.name)?;
            Some(errors.keep(url_text(&url)))
        });
        let urls: Vec<_> = urls.collect();
        let refresh_url = options
            .take(REFRESH_URL.name)
            .and_then(|url| errors.keep(url_text(&url)));
        if options.is_clear() && errors.count() == before {
            let missing = kind.required.iter().zip(&urls);
            for (spec, _) in missing.filter(|(_, url)| url.is_none()) {
                let message = format!("the flow `{}` needs `{}`", kind.spec.name, spec.name);
                errors.push(error(&option.name, message, help.clone()));
            }
        }
        let required = urls.into_iter().flatten().flatten().collect();
        Some(Self {
            kind,
            required,
            refresh_url,
        })
    }
}

/// How the flow is written, with the URL of `password = "token"` if that was meant.
fn example(kind: &FlowKind, option: &RawOption) -> String {
    match (&option.value, kind.required) {
        (Value::Assigned(url), [spec]) if syn::parse2::<LitStr>(url.clone()).is_ok() => {
            format!("{}({} = {url})", kind.spec.name, spec.name)
        }
        _ => kind.spec.example.to_owned(),
    }
}

/// A URL, which may be relative to the service. The characters are those of RFC 3986.
pub(super) fn url_text(option: &RawOption) -> syn::Result<Setting> {
    let setting = Setting::of(option, "token")?;
    let Some(url) = setting.literal() else {
        return Ok(setting);
    };
    if url.value().is_empty() {
        return Err(error(
            url,
            "a URL cannot be empty",
            "write where the endpoint is",
        ));
    }
    url_characters(url)?;
    Ok(setting)
}

pub(super) fn url_characters(url: &LitStr) -> syn::Result<()> {
    url_characters_and(url, &[])
}

/// The same for what is not quite a URL.
pub(super) fn url_characters_and(url: &LitStr, allowed: &[char]) -> syn::Result<()> {
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
                format!("percent-encode it: `{encoded:?}` (RFC 3986, section 2.1)")
            } else {
                "percent-encode a path, and write a host in Punycode (RFC 3986, section 2.1)".into()
            };
            Err(error(url, message, help))
        }
    }
}
