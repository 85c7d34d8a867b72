//! `#[derive(SecurityScheme)]` with `#[oauth2(...)]`.

mod check;
mod expand;
mod fallback;
mod flow;
mod scope_token;
#[cfg(test)]
mod tests;

use proc_macro2::{Ident, TokenStream};
use syn::{DeriveInput, LitStr, Path};

use self::flow::Flow;
pub(crate) use self::scope_token::check_scope_token;
use crate::diag::report;
use crate::paths::Crate;

/// A security scheme whose attribute is right.
pub(crate) struct Scheme {
    name: Ident,
    /// The doc comment.
    description: String,
    /// What challenges name as the realm.
    realm: String,
    flows: Vec<Flow>,
    /// Scope-tokens with what they allow.
    scopes: Vec<(LitStr, LitStr)>,
    profile: Profile,
    krate: Crate,
}

/// How the scheme refuses requests.
enum Profile {
    Rfc6750,
    FastApi,
    /// A type of the user's.
    Own(Path),
}

pub(crate) fn run(item: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    match check::check(&input) {
        Ok(scheme) => expand::expand(&scheme),
        Err(error) => report(
            &error,
            fallback::fallback(&check::named_crate(&input), &input),
        ),
    }
}
