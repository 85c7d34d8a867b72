//! Reads the values of options.

use proc_macro2::TokenStream;
use syn::parse::Parser;
use syn::{Ident, LitStr, Path};

use super::parse_all;
use crate::diag::error;
use crate::options::parse::{RawOption, Value, compact, is_constant};

impl RawOption {
    /// The help of an error: the example of the option's own row.
    pub(crate) fn write_example(&self) -> String {
        format!("write `{}`", self.example)
    }

    /// Checks that the option has no value.
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
    pub(crate) fn path(&self) -> syn::Result<Path> {
        if let Value::List(list) = &self.value
            && let Ok(path) = syn::parse2::<Path>(list.clone())
        {
            let help = format!("write `{} = {}`", self.name, compact(&path));
            return Err(error(self, format!("expected `{} = ...`", self.name), help));
        }
        let value = self.assigned()?;
        if let Ok(text) = syn::parse2::<LitStr>(value.clone()) {
            let help = format!("write `{} = {}`", self.name, text.value());
            return Err(error(text, "expected a path, not a string", help));
        }
        parse_all(
            Path::parse_mod_style.parse2(value.clone()),
            &value,
            "expected a path",
            &self.write_example(),
        )
    }

    /// The value of `name = "text"`.
    pub(crate) fn text(&self) -> syn::Result<LitStr> {
        let name = &self.name;
        let mut help = self.write_example();
        let value = self.assigned()?;
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
    pub(crate) fn assigned(&self) -> syn::Result<TokenStream> {
        match &self.value {
            Value::Assigned(value) if !value.is_empty() => Ok(value.clone()),
            Value::Assigned(_) | Value::None | Value::List(_) => {
                let message = format!("expected `{} = ...`", self.name);
                Err(error(self, message, self.write_example()))
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
