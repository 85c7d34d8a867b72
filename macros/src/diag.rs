//! Collects errors: each is reported at the wrong word, and says what to write instead.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Error;

/// The errors of one attribute. All of them are reported together.
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

    /// The number of errors so far.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The value of `result`. Its error is added to the others.
    pub(crate) fn keep<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// Ends a stage: returns `value` if there are no errors.
    pub(crate) fn finish<T>(self, value: Option<T>) -> syn::Result<T> {
        match (self.combined, value) {
            (None, Some(value)) => Ok(value),
            (Some(error), _) => Err(error),
            (None, None) => unreachable!("a missing value has an error"),
        }
    }
}

/// An error that underlines all of `tokens`: `message` says what is wrong, `help` what to write instead.
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

/// The code that reports the errors, with the code that lets the rest of the program compile.
pub(crate) fn report(error: &Error, fallback: TokenStream) -> TokenStream {
    let mut tokens = error.to_compile_error();
    tokens.extend(fallback);
    tokens
}
