//! `issuer`, `issuers` and `verifier`: the issuers that a scheme means.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::{LitStr, Path};

use super::flow::url_characters_and;
use super::setting::Setting;
use crate::diag::{Errors, error};
use crate::options::table::{ISSUER, ISSUERS, VERIFIER};
use crate::options::{Options, RawOption, Value, items};

/// Whose tokens a scheme means: the runtime's type of this name, which explains it.
pub(crate) struct Meant {
    pub(crate) issuers: Vec<Setting>,
    /// The `T` of the `VerifierFor<T>` that checks them, if it is not the state's `Verifier`.
    pub(crate) verifier: Option<Path>,
}

pub(crate) fn check_meant(options: &mut Options, errors: &mut Errors) -> Meant {
    let verifier = options
        .take(&VERIFIER)
        .and_then(|option| errors.keep(option.path()));
    let (one, several) = (options.take(&ISSUER), options.take(&ISSUERS));
    if let (Some(_), Some(several)) = (&one, &several) {
        let message = "`issuers` contradicts `issuer`";
        errors.push(error(
            &several.name,
            message,
            "put all of them into `issuers`",
        ));
    }
    let mut issuers = Vec::new();
    if let Some(option) = one {
        issuers.extend(errors.keep(Setting::of(&option)));
    } else if let Some(option) = several {
        issuers = check_list(&option, errors);
    }
    let before = errors.count();
    for (place, issuer) in issuers.iter().enumerate() {
        let Some(text) = issuer.literal() else {
            continue;
        };
        errors.keep(check_issuer(text));
        let earlier = issuers[..place].iter().filter_map(Setting::literal);
        if errors.count() == before && earlier.into_iter().any(|it| it.value() == text.value()) {
            let message = format!("issuer `{}` is named twice", text.value());
            errors.push(error(text, message, "remove one of them"));
        }
    }
    Meant { issuers, verifier }
}

fn check_list(option: &RawOption, errors: &mut Errors) -> Vec<Setting> {
    let help = option.write_example();
    let Some(list) = errors.keep(list(option, &help)) else {
        return Vec::new();
    };
    if list.is_empty() {
        errors.push(error(option, "`issuers` is empty", &help));
    }
    items(list, errors, |tokens| Setting::item(tokens, &help))
}

/// The inside of `[...]`.
fn list(option: &RawOption, help: &str) -> syn::Result<TokenStream> {
    let Value::Assigned(value) = &option.value else {
        return Err(error(option, "expected `issuers = [...]`", help));
    };
    let mut tokens = value.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(list)), None) if list.delimiter() == Delimiter::Bracket => {
            Ok(list.stream())
        }
        _ => Err(error(value, "expected a list", help)),
    }
}

/// An issuer is a text or a URL (RFC 7519 section 2), and if a URL, one without a query or a fragment (RFC 8414
/// section 2; OpenID Connect Core 1.0 section 2).
fn check_issuer(text: &LitStr) -> syn::Result<()> {
    let issuer = text.value();
    if issuer.is_empty() {
        let help = "write the issuer exactly as in the `iss` of its tokens, such as `\"https://issuer.example\"`";
        return Err(error(text, "an issuer cannot be empty", help));
    }
    if issuer.contains(['{', '}']) {
        check_template(text)?;
    }
    url_characters_and(text, &['{', '}'])?;
    for description in ["openid-configuration", "oauth-authorization-server"] {
        if let Some(base) = issuer.strip_suffix(&format!("/.well-known/{description}")) {
            let message = "this is the URL of the issuer's metadata, not the issuer";
            let help = format!("write `{base:?}`, exactly as in the `iss` of its tokens");
            return Err(error(text, message, help));
        }
    }
    if issuer.contains("://") && issuer.contains(['?', '#']) {
        let message = "an issuer cannot have a query or a fragment";
        let help = "write the issuer exactly as in the `iss` of its tokens (RFC 8414 section 2)";
        return Err(error(text, message, help));
    }
    Ok(())
}

/// A template for the issuers of tenants, which differ in one part.
fn check_template(text: &LitStr) -> syn::Result<()> {
    let issuer = text.value();
    let is_one = |c: char| issuer.matches(c).count() == 1;
    let braces = issuer.find('{').zip(issuer.find('}'));
    if is_one('{') && is_one('}') && braces.is_some_and(|(begin, end)| begin + 1 < end) {
        return Ok(());
    }
    let message = "an issuer for tenants must have exactly one named placeholder";
    let help = "write `\"https://issuer.example/{tenant}\"`, or one issuer without braces";
    Err(error(text, message, help))
}
