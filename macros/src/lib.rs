//! The macros of [scopegate](https://docs.rs/scopegate), which re-exports and documents them.
//!
//! Each macro runs in the same steps: tokens are parsed into an input (syntax only), checked into a
//! model (one function a rule), and expanded (which cannot fail). Where a rule is broken, the
//! user's item and stub implementations are emitted beside the errors, so that nothing else fails.

use proc_macro::TokenStream;

mod dependency;
mod diag;
mod function;
mod level;
mod options;
mod paths;
mod renamed;
mod scheme;
mod security;
mod suggest;
mod template;
#[cfg(test)]
mod testing;

#[allow(missing_docs, reason = "documented where the runtime re-exports it")]
#[proc_macro_attribute]
pub fn security(options: TokenStream, item: TokenStream) -> TokenStream {
    security::run(&options.into(), item.into()).into()
}

#[allow(missing_docs, reason = "documented where the runtime re-exports it")]
#[proc_macro_attribute]
pub fn dependency(options: TokenStream, item: TokenStream) -> TokenStream {
    dependency::run(&options.into(), item.into()).into()
}

#[allow(missing_docs, reason = "documented where the runtime re-exports it")]
#[proc_macro]
pub fn level(options: TokenStream) -> TokenStream {
    level::run(options.into()).into()
}

#[allow(missing_docs, reason = "documented where the runtime re-exports it")]
#[proc_macro_derive(
    SecurityScheme,
    attributes(oauth2, openid_connect, http_bearer, http_basic, api_key)
)]
pub fn security_scheme(item: TokenStream) -> TokenStream {
    scheme::run(item.into()).into()
}
