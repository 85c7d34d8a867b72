use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote;
use syn::{Error, Type};

use super::{Access, Handler};
use crate::diag::{Errors, error, with_help};
use crate::function::{
    CRATE, DEPENDS, EdgeOptions, Function, Parameter, SCOPES, check_extractors,
    check_first_parameter, check_safe, extracted_types, mentions, typed_parameters,
};
use crate::options::{Options, Positional, RawOption, Spec};
use crate::paths::Crate;

const PUBLIC: Spec = Spec {
    name: "public",
    example: "public",
    positional: Positional::No,
};

pub(super) fn check(options: TokenStream, function: Function) -> syn::Result<Handler> {
    let mut errors = Errors::default();
    let mut options = Options::parse(options, &[DEPENDS, SCOPES, PUBLIC, CRATE], &mut errors);
    let public = options.take(PUBLIC.name);
    let krate = options
        .take(CRATE.name)
        .and_then(|option| errors.keep(option.path("scopegate")));
    let edge = EdgeOptions::take(&mut options, &mut errors);
    let extracted = extracted_types(&function, edge.is_meant() || public.is_none());
    let access = check_access(public, edge, options.is_clear(), &mut errors);

    check_safe(&function, "security", &mut errors);
    let has_edge = access.as_ref().and_then(Access::edge).is_some();
    if has_edge {
        check_first_parameter(&function, &mut errors);
    }
    check_generics(&function, has_edge, &mut errors);
    check_extractors(&extracted, true, &mut errors);
    check_no_security_scopes(&extracted, &mut errors);
    check_no_handwritten_security(&function, &mut errors);
    errors.finish(access.map(|access| Handler {
        function,
        access,
        krate: Crate::new(krate),
    }))
}

fn check_access(
    public: Option<RawOption>,
    edge: EdgeOptions,
    is_clear: bool,
    errors: &mut Errors,
) -> Option<Access> {
    let Some(public) = public else {
        return check_guarded(edge, is_clear, errors);
    };
    errors.keep(public.flag());
    if edge.has_scopes() {
        errors.push(error(
            &public.name,
            "`public` contradicts `scopes`: anyone may call a public handler",
            "remove `public`, or `scopes`",
        ));
        return None;
    }
    Some(Access::Public(edge.into_edge(errors)))
}

fn check_guarded(edge: EdgeOptions, is_clear: bool, errors: &mut Errors) -> Option<Access> {
    if edge.first().is_none() && is_clear {
        errors.push(Error::new(
            Span::call_site(),
            with_help(
                "`#[security]` does not say who may call this handler",
                "write `#[security(scopes = [\"...\"], depends = get_current_user)]`, \
                 or `#[security(public)]` if anyone may",
            ),
        ));
    }
    edge.into_edge(errors).map(Access::Guarded)
}

/// One type stands for the handler in the graph, whatever its type parameters are.
fn check_generics(function: &Function, has_edge: bool, errors: &mut Errors) {
    let generics = &function.signature.generics;
    let Some((_, ty)) = typed_parameters(function).next().filter(|_| has_edge) else {
        return;
    };
    let mentioned = generics
        .type_params()
        .find(|parameter| mentions(quote!(#ty), &parameter.ident));
    if let Some(parameter) = mentioned {
        errors.push(error(
            ty,
            format!(
                "the value of a dependency cannot depend on the type parameter `{}`",
                parameter.ident
            ),
            "take the concrete type that the dependency returns",
        ));
    }
}

/// `SecurityScopes` is what was merged on the way down to a node, and nothing is above a handler.
fn check_no_security_scopes(types: &[&Type], errors: &mut Errors) {
    for ty in types {
        if let Parameter::SecurityScopes(ty) = Parameter::new(ty) {
            errors.push(error(
                ty,
                "a handler has no merged scopes: nothing depends on it",
                "take `SecurityScopes` in a dependency",
            ));
        }
    }
}

/// What `#[utoipa::path]` says by hand would hide what is enforced. One that stands above is refused at start.
fn check_no_handwritten_security(function: &Function, errors: &mut Errors) {
    let lists = function
        .attributes
        .iter()
        .filter_map(|attribute| attribute.meta.require_list().ok())
        .filter(|list| matches!(list.path.segments.last(), Some(last) if last.ident == "path"));
    for list in lists {
        let tokens: Vec<_> = list.tokens.clone().into_iter().collect();
        let handwritten = tokens.windows(2).filter(|pair| {
            matches!(pair, [TokenTree::Ident(name), TokenTree::Group(_)] if name == "security")
        });
        for security in handwritten {
            errors.push(error(
                quote!(#(#security)*),
                "`#[security]` documents what it enforces: a requirement by hand may say something else",
                "remove `security(...)` from `#[utoipa::path]`",
            ));
        }
    }
}
