//! Helpers for the tests of the macros, which run without a compiler.

use proc_macro2::{TokenStream, TokenTree};
use syn::LitStr;

/// The messages of the errors in `expansion`, without their help.
pub(crate) fn messages(expansion: TokenStream) -> Vec<String> {
    let texts = errors(expansion).into_iter();
    texts
        .filter_map(|text| text.lines().next().map(ToOwned::to_owned))
        .collect()
}

/// The errors in `expansion`, with their help.
pub(crate) fn errors(expansion: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    let mut is_error = false;
    for token in expansion {
        match token {
            TokenTree::Ident(name) => is_error = name == "compile_error",
            TokenTree::Group(group) if is_error => {
                found.extend(syn::parse2::<LitStr>(group.stream()).map(|text| text.value()));
                is_error = false;
            }
            TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    found
}

/// `expansion` as rustfmt would write it.
pub(crate) fn pretty(expansion: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(expansion).expect("the expansion parses"))
}
