//! Values that are written in the attribute, or come from configuration.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Expr, ExprLit, Lit, LitStr};

use crate::diag::error;
use crate::options::{RawOption, is_constant};

/// A literal, or an expression that is evaluated when the value is needed.
pub(crate) enum Setting {
    Literal(LitStr),
    Configured(Expr),
}

impl Setting {
    /// The value of `name = "text"` or `name = expression`.
    pub(crate) fn of(option: &RawOption) -> syn::Result<Self> {
        let value = option.assigned()?;
        match syn::parse2::<Expr>(value.clone()) {
            Ok(value) if is_configuration(&value) => Ok(Self::Configured(value)),
            _ => option.text().map(Self::Literal),
        }
    }

    /// An item of a list of settings.
    pub(crate) fn item(tokens: &TokenStream, help: &str) -> syn::Result<Self> {
        match syn::parse2::<Expr>(tokens.clone()) {
            Ok(Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            })) => Ok(Self::Literal(text)),
            Ok(value) if is_configuration(&value) => Ok(Self::Configured(value)),
            _ => Err(error(tokens, "expected a string literal", help)),
        }
    }

    pub(crate) fn literal(&self) -> Option<&LitStr> {
        match self {
            Self::Literal(text) => Some(text),
            Self::Configured(_) => None,
        }
    }

    pub(crate) fn is_configured(&self) -> bool {
        matches!(self, Self::Configured(_))
    }

    /// The value in a constant: empty if it comes from configuration.
    pub(crate) fn in_constant(&self) -> TokenStream {
        self.literal()
            .map_or_else(|| quote!(""), ToTokens::to_token_stream)
    }

    /// The value in a function, which reads the configuration.
    pub(crate) fn at_run_time(&self) -> TokenStream {
        match self {
            Self::Literal(text) => text.to_token_stream(),
            Self::Configured(value) => {
                quote!({ let __text: &'static ::core::primitive::str = #value; __text })
            }
        }
    }
}

/// Whether a value is an expression of a text. A single word is taken for a text without quotes.
fn is_configuration(value: &Expr) -> bool {
    match value {
        Expr::Path(path) => path.path.get_ident().is_none_or(is_constant),
        Expr::Call(_)
        | Expr::Field(_)
        | Expr::Index(_)
        | Expr::Macro(_)
        | Expr::MethodCall(_)
        | Expr::Reference(_) => true,
        Expr::Group(group) => is_configuration(&group.expr),
        Expr::Paren(paren) => is_configuration(&paren.expr),
        _ => false,
    }
}
