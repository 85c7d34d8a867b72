//! The flows of OAuth2, as OpenAPI names them, with the URLs that each needs.

use proc_macro2::TokenStream;
use syn::LitStr;

use crate::diag::{Errors, error};
use crate::options::{Options, RawOption, Spec};

/// A flow whose URLs are right.
pub(crate) struct Flow {
    pub(crate) kind: &'static FlowKind,
    /// Required URLs, in the order of [`FlowKind::required`].
    pub(crate) required: Vec<LitStr>,
    pub(crate) refresh_url: Option<LitStr>,
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
};
const AUTHORIZATION_URL: Spec = Spec {
    name: "authorization_url",
    example: "authorization_url = \"authorize\"",
};
const REFRESH_URL: Spec = Spec {
    name: "refresh_url",
    example: "refresh_url = \"token\"",
};

pub(crate) const FLOWS: [FlowKind; 4] = [
    FlowKind {
        spec: Spec {
            name: "password",
            example: "password(token_url = \"token\")",
        },
        variant: "Password",
        required: &[TOKEN_URL],
    },
    FlowKind {
        spec: Spec {
            name: "authorization_code",
            example: "authorization_code(authorization_url = \"authorize\", token_url = \"token\")",
        },
        variant: "AuthorizationCode",
        required: &[AUTHORIZATION_URL, TOKEN_URL],
    },
    FlowKind {
        spec: Spec {
            name: "client_credentials",
            example: "client_credentials(token_url = \"token\")",
        },
        variant: "ClientCredentials",
        required: &[TOKEN_URL],
    },
    FlowKind {
        spec: Spec {
            name: "implicit",
            example: "implicit(authorization_url = \"authorize\")",
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
        let help = format!("write `{}`", kind.spec.example);
        let list: TokenStream = errors.keep(option.list(&help))?;
        let specs: Vec<_> = kind.required.iter().copied().chain([REFRESH_URL]).collect();
        let mut options = Options::parse(list, &specs, errors);
        let required = kind.required.iter().filter_map(|spec| {
            let Some(url) = options.take(spec.name) else {
                let message = format!("the flow `{}` needs `{}`", kind.spec.name, spec.name);
                errors.push(error(&option.name, message, help.clone()));
                return None;
            };
            errors.keep(url_text(&url))
        });
        let required = required.collect();
        let refresh_url = options
            .take(REFRESH_URL.name)
            .and_then(|url| errors.keep(url_text(&url)));
        Some(Self {
            kind,
            required,
            refresh_url,
        })
    }
}

/// A URL, which may be relative to the service. The characters are those of RFC 3986.
fn url_text(option: &RawOption) -> syn::Result<LitStr> {
    let url = option.text("https://example.com/token")?;
    let text = url.value();
    if text.is_empty() {
        return Err(error(
            &url,
            "a URL cannot be empty",
            "write where the endpoint is",
        ));
    }
    match text.chars().find(|c| {
        !c.is_ascii_graphic() || matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
    }) {
        None => Ok(url),
        Some(c) => {
            let message = format!("a URL cannot contain {c:?}");
            Err(error(
                &url,
                message,
                "percent-encode it (RFC 3986, section 2.1)",
            ))
        }
    }
}
