mod permission;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{ReturnType, Type};

use self::permission::check_permission;
use super::Dependency;
use crate::diag::{Errors, error};
use crate::function::{
    Edge, EdgeOptions, EdgesOptions, Function, Given, borrows, check_extractors,
    check_first_parameter, check_may_require, check_received_values, check_safe, doubted_values,
    extracted_types, first_argument, mentions, short, takes_scopes, typed_parameters,
};
use crate::options::table::CHECKS_SCOPES;
use crate::options::{Facts, Options, Place};

pub(super) fn check(options: &TokenStream, mut function: Function) -> syn::Result<Dependency> {
    let mut errors = Errors::default();
    let mut options = Options::parse(options.clone(), Place::Dependency, &mut errors);
    let krate = options.take_crate(&mut errors);
    let facts = Facts::take(&mut options, &mut errors);
    let permission = check_permission(&mut options, &facts, &mut errors);
    let may_require = check_may_require(&mut options, &function, &mut errors);
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
    check_extractors(&extracted, &mut errors);
    check_checks_scopes(&facts, &extracted, &mut errors);
    let doubts = doubted_values(&function, &edges);
    errors.finish(Some(Dependency {
        function,
        edges,
        doubts,
        permission,
        may_require,
        facts,
        krate,
    }))
}

/// What dependants receive, as far as it can be read: the `T` of a `Result<T, E>`.
pub(super) fn given(output: &ReturnType) -> Given {
    let ReturnType::Type(_, ty) = output else {
        return Given::Value("()".to_owned());
    };
    Given::Value(short(first_argument(ty, "Result").unwrap_or(ty)))
}

/// A function that checks scopes must receive them.
fn check_checks_scopes(facts: &Facts, extracted: &[&Type], errors: &mut Errors) {
    let Some(option) = facts.get(&CHECKS_SCOPES) else {
        return;
    };
    if !takes_scopes(extracted) {
        errors.push(error(
            &option.name,
            "`checks_scopes` needs a parameter of type `SecurityScopes`, which contains the scopes to check",
            "take `scopes: SecurityScopes`, and refuse callers without them: `scopes.are_granted_by(...)`",
        ));
    }
}

/// The shortest cycle. Longer ones are found at compile time, by `check_no_cycle` in the runtime.
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

/// `depends = path` takes no type arguments, and the graph has one node for each function.
fn check_not_generic(function: &Function, errors: &mut Errors) {
    let generics = &function.signature.generics;
    if !generics.params.is_empty() {
        errors.push(error(
            &generics.params,
            "a dependency cannot be generic: `depends = ...` takes no type arguments",
            "write a dependency for each type, which calls a generic function",
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
            "a dependency's value needs a named type",
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
