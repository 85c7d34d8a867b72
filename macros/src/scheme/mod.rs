//! `#[derive(SecurityScheme)]` with `#[oauth2(...)]` or the attribute of another kind of credentials.

mod check;
mod expand;
mod fallback;
#[cfg(test)]
mod tests;

use proc_macro2::{Ident, TokenStream};
use syn::{DeriveInput, Path};

use self::check::{Declared, Flow, Kind, Meant, TokenPlace};
pub(crate) use self::check::{check_placeholders, check_scope_token};
use crate::diag::report;
use crate::function::{Given, remember};
use crate::paths::Crate;

/// A security scheme with a valid attribute.
pub(crate) struct Scheme {
    name: Ident,
    /// The doc comment.
    description: String,
    /// The realm in challenges.
    realm: String,
    kind: Kind,
    /// Where a request carries the token, if the credentials are one.
    place: Option<TokenPlace>,
    flows: Vec<Flow>,
    scopes: Vec<Declared>,
    meant: Meant,
    profile: Profile,
    krate: Crate,
}

/// How the scheme refuses requests.
enum Profile {
    Rfc6750,
    FastApi,
    /// A type of the user, which implements `Reject`.
    Own(Path),
}

pub(crate) fn run(item: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    if let Some(credentials) = check::credentials(&input) {
        remember(&input.ident, Given::Credentials(credentials));
    }
    match check::check(&input) {
        Ok(scheme) => expand::expand(&scheme),
        Err(error) => report(
            &error,
            fallback::fallback(&check::named_crate(&input), &input),
        ),
    }
}
