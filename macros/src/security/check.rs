use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote;
use syn::{Error, Path, Type};

use super::Handler;
use super::annotated::MOST_PARAMETERS;
use crate::diag::{Errors, error, with_help};
use crate::function::{
    Edge, EdgeOptions, EdgesOptions, Function, Parameter, check_extractors, check_first_parameter,
    check_may_require, check_received_values, check_safe, doubted_extractors, doubted_values,
    extracted_types, mentions, parameter_type,
};
use crate::options::table::{PUBLIC, REJECTION};
use crate::options::{Facts, Options, Place, RawOption};

pub(super) fn check(options: &TokenStream, mut function: Function) -> syn::Result<Handler> {
    let mut errors = Errors::default();
    let mut options = Options::parse(options.clone(), Place::Handler, &mut errors);
    let public = options.take(&PUBLIC);
    let krate = options.take_crate(&mut errors);
    let facts = Facts::take(&mut options, &mut errors);
    let may_require = check_may_require(&mut options, &function, &mut errors);
    let rejection = check_rejection(&mut options, public.as_ref(), &mut errors);
    let own = EdgeOptions::take(&mut options, &mut errors);
    let edges = EdgesOptions::take(own, &mut function, &mut errors);
    let mut places = edges.places();
    if places.is_empty() && public.is_none() {
        places.push(0);
    }
    let is_sound = check_access(public.as_ref(), &edges, options.is_clear(), &mut errors);
    let edges = if is_sound {
        edges.into_edges(&mut errors)
    } else {
        Vec::new()
    };

    check_safe(&function, "security", &mut errors);
    if !edges.is_empty() {
        check_first_parameter(&function, &mut errors);
        check_received_values(&function, &edges, &mut errors);
    }
    check_generics(&function, &edges, &mut errors);
    let extracted = extracted_types(&function, &places);
    check_few_parameters(&function, &extracted, public.is_some(), &mut errors);
    check_extractors(&extracted, &mut errors);
    check_no_security_scopes(&extracted, &mut errors);
    check_no_handwritten_security(&function, &mut errors);
    let mut doubts = doubted_values(&function, &edges);
    doubts.extend(doubted_extractors(&function, &edges, &doubts));
    errors.finish(Some(Handler {
        function,
        is_public: public.is_some(),
        edges,
        doubts,
        rejection,
        may_require,
        facts,
        krate,
    }))
}

/// A public handler refuses no request, so `rejection` would have no effect.
fn check_rejection(
    options: &mut Options,
    public: Option<&RawOption>,
    errors: &mut Errors,
) -> Option<Path> {
    let option = options.take(&REJECTION)?;
    if public.is_some() {
        errors.push(error(
            &option,
            "`public` contradicts `rejection`: a public handler refuses no request",
            "remove one of them",
        ));
        return None;
    }
    errors.keep(option.path())
}

/// The options must not contradict each other.
fn check_access(
    public: Option<&RawOption>,
    edges: &EdgesOptions,
    is_clear: bool,
    errors: &mut Errors,
) -> bool {
    let Some(public) = public else {
        check_guarded(edges, is_clear, errors);
        return true;
    };
    errors.keep(public.flag());
    if let Some(checked) = edges.checked() {
        let name = &checked.name;
        errors.push(error(
            &public.name,
            format!("`public` contradicts `{name}`: anyone may call a public handler"),
            format!("remove `public`, or `{name}`"),
        ));
        return false;
    }
    true
}

fn check_guarded(edges: &EdgesOptions, is_clear: bool, errors: &mut Errors) {
    if !edges.is_written() && is_clear {
        errors.push(Error::new(
            Span::call_site(),
            with_help(
                "`#[security]` does not say who may call this handler",
                "write `#[security(scopes = [\"...\"], depends = get_current_user)]`, \
                 or `#[security(public)]` if anyone may",
            ),
        ));
    }
}

/// axum serves functions with at most [`MOST_PARAMETERS`]. One of them is ours: with that, two of a public handler's
/// become one.
fn check_few_parameters(
    function: &Function,
    extracted: &[&Type],
    is_public: bool,
    errors: &mut Errors,
) {
    let most = if is_public {
        MOST_PARAMETERS
    } else {
        MOST_PARAMETERS - 1
    };
    if extracted.len() <= most {
        return;
    }
    let name = &function.signature.ident;
    let beside = if is_public {
        ""
    } else {
        " beside the values of its dependencies"
    };
    errors.push(error(
        name,
        format!("`{name}` has more than {most} parameters{beside}"),
        "extract several as one: a tuple `(A, B)`, or a struct with `#[derive(axum::extract::FromRequestParts)]`",
    ));
}

/// The graph has one node for the handler, whatever its type parameters are.
fn check_generics(function: &Function, edges: &[Edge], errors: &mut Errors) {
    let received = edges
        .iter()
        .filter_map(|edge| parameter_type(function, edge.parameter));
    for ty in received {
        let mut parameters = function.signature.generics.type_params();
        let mentioned = parameters.find(|parameter| mentions(quote!(#ty), &parameter.ident));
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
}

/// `SecurityScopes` are the scopes on the path from the handler to a dependency. The handler has none.
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

/// A `security(...)` in `#[utoipa::path]` would replace the enforced requirement in the document. If `#[utoipa::path]` is
/// above `#[security]`, the router panics at startup instead.
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
                "`security(...)` conflicts with `#[security]`, which already documents the requirement",
                "remove `security(...)` from `#[utoipa::path]`",
            ));
        }
    }
}
