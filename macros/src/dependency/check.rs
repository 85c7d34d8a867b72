use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{ReturnType, Type};

use super::Dependency;
use crate::diag::{Errors, error};
use crate::function::{
    CACHE, CRATE, DEPENDS, Edge, EdgeOptions, EdgesOptions, Function, OPTIONAL, SCOPES, borrows,
    check_extractors, check_first_parameter, check_received_values, check_safe, extracted_types,
    mentions, takes_scopes, typed_parameters,
};
use crate::options::{Options, Positional, RawOption, Spec};
use crate::paths::Crate;

const CHECKS_SCOPES: Spec = Spec {
    name: "checks_scopes",
    example: "checks_scopes",
    positional: Positional::No,
};

pub(super) fn check(options: TokenStream, mut function: Function) -> syn::Result<Dependency> {
    let mut errors = Errors::default();
    let specs = [DEPENDS, SCOPES, OPTIONAL, CACHE, CHECKS_SCOPES, CRATE];
    let mut options = Options::parse(options, &specs, &mut errors);
    let checks_scopes = options.take(CHECKS_SCOPES.name);
    let krate = options
        .take(CRATE.name)
        .and_then(|option| errors.keep(option.path("scopegate")));
    let own = EdgeOptions::take(&mut options, &mut errors);
    let edges = EdgesOptions::take(own, &mut function, &mut errors);
    let extracted = extracted_types(&function, &edges.places());
    let edges = edges.into_edges(&mut errors);

    if !edges.is_empty() {
        check_first_parameter(&function, &mut errors);
        check_received_values(&function, &edges, &mut errors);
        check_not_itself(&function, &edges, &mut errors);
    }
    check_safe(&function, "dependency", &mut errors);
    check_not_generic(&function, &mut errors);
    check_return_type(&function, &mut errors);
    check_extractors(&extracted, false, &mut errors);
    check_checks_scopes(checks_scopes.as_ref(), &extracted, &mut errors);
    errors.finish(Some(Dependency {
        function,
        edges,
        checks_scopes: checks_scopes.map(|option| option.name.span()),
        krate: Crate::new(krate),
    }))
}

/// Who checks scopes has to know them.
fn check_checks_scopes(option: Option<&RawOption>, extracted: &[&Type], errors: &mut Errors) {
    let Some(option) = option else {
        return;
    };
    errors.keep(option.flag());
    if !takes_scopes(extracted) {
        errors.push(error(
            &option.name,
            "`checks_scopes` without a parameter of type `SecurityScopes`: nothing tells which scopes to check",
            "take `scopes: SecurityScopes`, and refuse whoever may not: `scopes.are_granted_by(...)`",
        ));
    }
}

/// The shortest cycle, which only the macro can name in plain words.
fn check_not_itself(function: &Function, edges: &[Edge], errors: &mut Errors) {
    let name = &function.signature.ident;
    let targets = edges.iter().flat_map(|edge| &edge.targets);
    for target in targets.filter(|target| target.is_ident(name)) {
        errors.push(error(
            target,
            format!("`{name}` depends on itself"),
            "name what it depends on: another dependency, or a security scheme",
        ));
    }
}

/// `depends = path` has no place for type arguments, and one type stands for the function.
fn check_not_generic(function: &Function, errors: &mut Errors) {
    let generics = &function.signature.generics;
    if !generics.params.is_empty() {
        errors.push(error(
            &generics.params,
            "a dependency cannot be generic: `depends = ...` has no place for type arguments",
            "use concrete types; what differs between programs belongs into the router's state",
        ));
    }
    for (_, ty) in typed_parameters(function) {
        if mentions(quote!(#ty), &Ident::new("impl", Span::call_site())) {
            let help = "name the type of the extractor";
            errors.push(error(ty, "a dependency cannot take `impl Trait`", help));
        }
    }
}

fn check_return_type(function: &Function, errors: &mut Errors) {
    let ReturnType::Type(_, ty) = &function.signature.output else {
        return;
    };
    if mentions(quote!(#ty), &Ident::new("impl", Span::call_site())) {
        errors.push(error(
            ty,
            "a dependency's value needs a type with a name",
            "write the type that is returned instead of `impl Trait`",
        ));
    } else if borrows(ty, &function.signature.generics) {
        errors.push(error(
            ty,
            "a dependency's value cannot borrow: its dependants outlive the call",
            "return an owned value, an `Arc` or a `&'static` reference",
        ));
    }
}
