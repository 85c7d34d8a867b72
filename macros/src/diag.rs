//! Errors for people: gathered, each at the word that is wrong, each with what to write instead.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Error;

/// The errors of one attribute. All are shown at once.
#[derive(Default)]
pub(crate) struct Errors {
    combined: Option<Error>,
    count: usize,
}

impl Errors {
    pub(crate) fn push(&mut self, error: Error) {
        self.count += 1;
        match &mut self.combined {
            Some(first) => first.combine(error),
            None => self.combined = Some(error),
        }
    }

    /// How many there are so far.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Keeps the value of `result`, or its error.
    pub(crate) fn keep<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// Ends a stage: `value` if nothing was wrong.
    pub(crate) fn finish<T>(self, value: Option<T>) -> syn::Result<T> {
        match (self.combined, value) {
            (None, Some(value)) => Ok(value),
            (Some(error), _) => Err(error),
            (None, None) => unreachable!("a missing value has an error"),
        }
    }
}

/// An error under all of `tokens`: what is wrong, and what to write instead.
pub(crate) fn error(
    tokens: impl ToTokens,
    message: impl AsRef<str>,
    help: impl AsRef<str>,
) -> Error {
    Error::new_spanned(tokens, with_help(message.as_ref(), help.as_ref()))
}

/// The form in which the compiler shows a message with its help.
pub(crate) fn with_help(message: &str, help: &str) -> String {
    format!("{message}\n\nhelp: {help}")
}

/// The errors as code, beside what keeps the rest of the program compiling.
pub(crate) fn report(error: &Error, fallback: TokenStream) -> TokenStream {
    let mut tokens = error.to_compile_error();
    tokens.extend(fallback);
    tokens
}
