//! The paths that generated code names.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{LazyLock, Mutex, PoisonError};

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::Path;

use crate::renamed::other_name;

/// The runtime crate, by its name in the user's crate.
#[derive(Clone)]
pub(crate) struct Crate {
    path: Option<Path>,
    is_imported: bool,
}

impl Crate {
    /// `path` is that of `crate = ...`.
    pub(crate) fn new(path: Option<Path>) -> Self {
        let renamed = || other_name().and_then(|name| syn::parse_str(&format!("::{name}")).ok());
        Self {
            path: path.or_else(renamed),
            is_imported: false,
        }
    }

    /// The same where [`import`](Self::import) is in scope. Short paths are fewer tokens for the compiler to parse.
    pub(crate) fn imported(&self) -> Self {
        Self {
            is_imported: true,
            ..self.clone()
        }
    }

    /// Imports the hidden module, and these names from it.
    pub(crate) fn import(&self, names: &TokenStream) -> TokenStream {
        let rt = Self::new(self.path.clone()).private();
        quote! {
            #[allow(unused_imports)]
            use #rt::{self as __scopegate, #names};
        }
    }

    /// One of our attributes.
    pub(crate) fn attribute(&self, name: &str) -> TokenStream {
        let name = Ident::new(name, Span::call_site());
        match &self.path {
            None => quote!(::scopegate::#name),
            Some(path) => quote!(#path::#name),
        }
    }

    /// The hidden module that contains everything that generated code names.
    pub(crate) fn private(&self) -> TokenStream {
        self.private_at(Span::call_site())
    }

    /// The same, so that errors in code that uses it point at `span`.
    pub(crate) fn private_at(&self, span: Span) -> TokenStream {
        match &self.path {
            _ if self.is_imported => quote_spanned!(span=> __scopegate),
            None => quote_spanned!(span=> ::scopegate::__private),
            Some(path) => quote!(#path::__private),
        }
    }
}

/// The place of `span` with the names of generated code, so that an error shows the user's words
/// and macros that write handlers cannot capture our variables.
pub(crate) fn located(span: Span) -> Span {
    Span::call_site().located_at(span)
}

/// A call that stands at `span` for the compiler, so that an error in it points there.
///
/// Only its parentheses carry the span: editors would offer every name that does as what the user's word leads to.
pub(crate) fn call_at(span: Span, function: TokenStream, arguments: TokenStream) -> TokenStream {
    let parentheses = |tokens| {
        let mut group = Group::new(Delimiter::Parenthesis, tokens);
        group.set_span(span);
        TokenTree::Group(group)
    };
    TokenStream::from_iter([parentheses(function), parentheses(arguments)])
}

/// The position of an item in the source, as a `Location` of the runtime.
pub(crate) fn location(rt: &TokenStream, name: &str, span: Span) -> TokenStream {
    let line = line(span);
    let ([row, column], seed) = place(name, span);
    quote! {
        <#rt::Location>::new(
            ::core::module_path!(),
            ::core::file!(),
            #line,
            [#row, #column],
            #seed,
        )
    }
}

/// Where `span` starts, and a number for all else that is known of an item there.
pub(crate) fn place(name: &str, span: Span) -> ([u32; 2], u64) {
    (start(span), seed(name, span))
}

/// A hash of everything that is known here about an item. Only the compiler knows the name of its module.
///
/// Comparing numbers in constants is much faster than comparing texts.
fn seed(name: &str, span: Span) -> u64 {
    if !proc_macro::is_available() {
        return 0; // A unit test.
    }
    let mut hasher = DefaultHasher::new();
    // A program may have a file in common with the library of its package, and that package's name.
    for variable in [
        "CARGO_PKG_NAME",
        "CARGO_PKG_VERSION",
        "CARGO_CRATE_NAME",
        "CARGO_BIN_NAME",
    ] {
        std::env::var(variable)
            .unwrap_or_default()
            .hash(&mut hasher);
    }
    (span.unwrap().file(), start(span), name).hash(&mut hasher);
    met_before(hasher.finish()).hash(&mut hasher);
    hasher.finish()
}

/// The number of earlier items with the same position.
///
/// Items that a `macro_rules!` repeats, or that are included twice, have the same position, and may be in the same module.
/// The compiler always expands the macros of a crate in the same order, so the same source gives the same numbers.
fn met_before(place: u64) -> u32 {
    static MET: LazyLock<Mutex<HashMap<u64, u32>>> = LazyLock::new(Mutex::default);

    let mut met = MET.lock().unwrap_or_else(PoisonError::into_inner);
    let times = met.entry(place).or_default();
    *times += 1;
    *times - 1
}

/// The position of `span` itself. `line!` returns that of the outermost macro call, which may write several items with
/// the same name.
fn start(span: Span) -> [u32; 2] {
    if !proc_macro::is_available() {
        return [0, 0]; // A unit test.
    }
    let start = span.unwrap().start();
    [start.line(), start.column()].map(|number| u32::try_from(number).unwrap_or(u32::MAX))
}

/// The line of `span` in the user's file.
pub(crate) fn line(span: Span) -> TokenStream {
    quote_spanned!(span=> ::core::line!())
}

/// The name without `r#`.
pub(crate) fn unraw(name: &Ident) -> String {
    name.to_string().trim_start_matches("r#").to_owned()
}
