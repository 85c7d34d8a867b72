//! The macros of [scopegate](https://docs.rs/scopegate), which re-exports and documents them.
//!
//! Each macro runs in the same steps: tokens are parsed into an input (syntax only), checked into a
//! model (one function a rule), and expanded (which cannot fail). Where a rule is broken, the
//! user's item and stub implementations are emitted beside the errors, so that nothing else fails.
//!
//! Editors show the documentation of a macro itself, and not that of its export. They alone read what is written here.

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

#[cfg_attr(
    rust_analyzer,
    doc = r#"Protects a handler: declares the credentials and scopes that a caller needs.

```ignore
#[security(scopes = ["items"], depends = get_current_user)]
async fn read_items(user: User) -> Json<Vec<Item>> { /* .. */ }
```

Options: `depends`, `scopes`, `acr`, `max_age`, `may_require`, `optional`, `cache`, `public`, `rejection`,
`deprecated`, `crate`. A handler with several dependencies has them on its parameters:
`#[security(depends = get_current_user)] user: User`.

[Documentation](https://docs.rs/scopegate/latest/scopegate/attr.security.html)"#
)]
#[allow(missing_docs, reason = "documented where the runtime re-exports it")]
#[proc_macro_attribute]
pub fn security(options: TokenStream, item: TokenStream) -> TokenStream {
    security::run(&options.into(), item.into()).into()
}

#[cfg_attr(
    rust_analyzer,
    doc = r#"Makes a function a dependency, which handlers and other dependencies can name in `depends`.

```ignore
#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(token: AccessToken) -> Result<User, Denial> { /* .. */ }
```

Options: `depends`, `scopes`, `acr`, `max_age`, `may_require`, `permission`, `not_found`, `optional`,
`cache`, `checks_scopes`, `crate`. A function with several dependencies has them on its parameters, with `#[security(depends = ..)]`.

[Documentation](https://docs.rs/scopegate/latest/scopegate/attr.dependency.html)"#
)]
#[allow(missing_docs, reason = "documented where the runtime re-exports it")]
#[proc_macro_attribute]
pub fn dependency(options: TokenStream, item: TokenStream) -> TokenStream {
    dependency::run(&options.into(), item.into()).into()
}

#[cfg_attr(
    rust_analyzer,
    doc = r#"What a `SecureRouter` requires of all its routes, for `requires(..)`.

```ignore
SecureRouter::new().requires(level!(scopes = ["admin"], depends = get_current_user))
```

Options: `depends`, `scopes`, `acr`, `max_age`, `crate`.

[Documentation](https://docs.rs/scopegate/latest/scopegate/macro.level.html)"#
)]
#[allow(missing_docs, reason = "documented where the runtime re-exports it")]
#[proc_macro]
pub fn level(options: TokenStream) -> TokenStream {
    level::run(options.into()).into()
}

#[cfg_attr(
    rust_analyzer,
    doc = r#"Declares a security scheme: how callers present credentials, and the scopes that there are.

```ignore
#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("items" = "Read items."))]
struct OAuth2PasswordBearer;
```

The type has one of the attributes `oauth2`, `openid_connect`, `http_bearer`, `http_basic` and `api_key`.

[Documentation](https://docs.rs/scopegate/latest/scopegate/derive.SecurityScheme.html)"#
)]
#[allow(missing_docs, reason = "documented where the runtime re-exports it")]
#[proc_macro_derive(
    SecurityScheme,
    attributes(oauth2, openid_connect, http_bearer, http_basic, api_key)
)]
pub fn security_scheme(item: TokenStream) -> TokenStream {
    scheme::run(item.into()).into()
}
