use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::{FnArg, GenericArgument, Generics, Pat, Path, PathArguments, Type};

use super::edge::Edge;
use crate::diag::{Errors, error};
use crate::function::parse::Function;

/// How a parameter without an edge gets its value.
pub(crate) enum Parameter<'a> {
    /// The scopes merged so far.
    SecurityScopes(&'a Type),
    /// An axum extractor.
    Extractor(&'a Type),
}

impl<'a> Parameter<'a> {
    /// Decides by the last segment of the type's path: macros run before names are resolved.
    pub(crate) fn new(ty: &'a Type) -> Self {
        if last_name(ty).is_some_and(|name| name == "SecurityScopes") {
            Self::SecurityScopes(ty)
        } else {
            Self::Extractor(ty)
        }
    }
}

/// Whether it is the name of a primitive type, which needs no import.
pub(crate) fn is_primitive(name: &str) -> bool {
    PLAIN.contains(&name)
}

/// The patterns and types of a function's parameters.
pub(crate) fn typed_parameters(function: &Function) -> impl Iterator<Item = (&Pat, &Type)> {
    function
        .signature
        .inputs
        .iter()
        .filter_map(|input| match input {
            FnArg::Typed(parameter) => Some((&*parameter.pat, &*parameter.ty)),
            FnArg::Receiver(_) => None,
        })
}

/// The types of the parameters without an edge: those that do not have these indices.
pub(crate) fn extracted_types<'f>(function: &'f Function, places: &[usize]) -> Vec<&'f Type> {
    let types = typed_parameters(function).map(|(_, ty)| ty).enumerate();
    types
        .filter(|(place, _)| !places.contains(place))
        .map(|(_, ty)| ty)
        .collect()
}

/// Whether one of these is `SecurityScopes`.
pub(crate) fn takes_scopes(extracted: &[&Type]) -> bool {
    let mut parameters = extracted.iter().map(|ty| Parameter::new(ty));
    parameters.any(|parameter| matches!(parameter, Parameter::SecurityScopes(_)))
}

/// The type of the parameter with this index.
pub(crate) fn parameter_type(function: &Function, place: usize) -> Option<&Type> {
    typed_parameters(function).nth(place).map(|(_, ty)| ty)
}

/// Types that read the request's body.
const BODY: [&str; 7] = [
    "Json", "Form", "RawForm", "Bytes", "String", "Request", "Body",
];

/// Types that security schemes provide.
const CREDENTIALS: [&str; 4] = ["AccessToken", "ApiKey", "BasicCredentials", "BearerToken"];

/// Whether it is the name of a type that security schemes provide.
pub(super) fn is_credentials(name: &str) -> bool {
    CREDENTIALS.contains(&name)
}

/// The name of the type, if it is that of one which no dependency can extract. The type itself may be another one.
pub(crate) fn name_of_no_extractor(ty: &Type) -> Option<String> {
    let name = last_name(optional(ty).unwrap_or(ty))?;
    (BODY.contains(&name.as_str()) || CREDENTIALS.contains(&name.as_str())).then_some(name)
}

/// Types that FastAPI reads from the query or the path, and that are not extractors here.
const PLAIN: [&str; 17] = [
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32",
    "u64", "u128", "usize", "str",
];

/// Refuses parameters that cannot be extractors. The compiler would report them at the route, as a missing `Handler`.
pub(crate) fn check_extractors(parameters: &[&Type], errors: &mut Errors) {
    for ty in parameters {
        let inner = match bare(ty) {
            Type::Reference(reference) => &*reference.elem,
            _ => optional(ty).unwrap_or(ty),
        };
        let name = last_name(inner).unwrap_or_default();
        let name = name.as_str();
        if PLAIN.contains(&name) {
            let owned = if name == "str" { "String" } else { name };
            errors.push(error(
                ty,
                format!(
                    "`{}` is not an extractor",
                    quote!(#ty).to_string().replace(' ', "")
                ),
                format!(
                    "take it from the path or the query: `Path(value): Path<{owned}>`, \
                     or `Query(...)` with a struct"
                ),
            ));
        } else if let Type::Reference(_) = bare(ty) {
            let help = "extractors return owned values: remove the `&`";
            errors.push(error(ty, "a parameter cannot be a reference", help));
        }
    }
}

/// The type without parentheses, and without the invisible group around what `macro_rules!` has captured.
fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => bare(&group.elem),
        Type::Paren(paren) => bare(&paren.elem),
        ty => ty,
    }
}

/// The `T` of `Option<T>`.
pub(crate) fn optional(ty: &Type) -> Option<&Type> {
    first_argument(ty, "Option")
}

/// The `T` of a generic type with this name and `T` first.
pub(crate) fn first_argument<'t>(ty: &'t Type, name: &str) -> Option<&'t Type> {
    let Type::Path(path) = bare(ty) else {
        return None;
    };
    let last = path
        .path
        .segments
        .last()
        .filter(|last| last.ident == name)?;
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first()? {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        },
        _ => None,
    }
}

fn last_name(ty: &Type) -> Option<String> {
    let Type::Path(path) = bare(ty) else {
        return None;
    };
    last_segment(&path.path)
}

fn last_segment(path: &Path) -> Option<String> {
    path.segments
        .last()
        .map(|segment| segment.ident.to_string())
}

/// The first parameter receives the value of the dependency.
pub(crate) fn check_first_parameter(function: &Function, errors: &mut Errors) {
    if typed_parameters(function).next().is_none() {
        let name = &function.signature.ident;
        errors.push(error(
            name,
            format!("`{name}` has no parameter to receive the value of `depends`"),
            "add a first parameter of the type that the dependency returns, such as `_user: User`",
        ));
    }
}

/// Parameters that receive values must have types that dependencies can return.
pub(crate) fn check_received_values(function: &Function, edges: &[Edge], errors: &mut Errors) {
    for edge in edges {
        if let Some(ty) = parameter_type(function, edge.parameter) {
            refuse_received_value(function, ty, errors);
        }
    }
}

fn refuse_received_value(function: &Function, ty: &Type, errors: &mut Errors) {
    if borrows(ty, &function.signature.generics) {
        let help = "take the value itself; to share it, return an `Arc` from the dependency";
        errors.push(error(
            ty,
            "the value of a dependency cannot be borrowed",
            help,
        ));
    } else if mentions(quote!(#ty), &Ident::new("impl", Span::call_site())) {
        let help = "take the concrete type that the dependency returns";
        let message = "a parameter that receives the value of a dependency cannot be `impl Trait`";
        errors.push(error(ty, message, help));
    }
}

/// Whether values of the type borrow from something that is not `'static`.
pub(crate) fn borrows(ty: &Type, generics: &Generics) -> bool {
    let elided = match bare(ty) {
        Type::Reference(reference) => match &reference.lifetime {
            None => true,
            Some(lifetime) => lifetime.ident != "static",
        },
        _ => false,
    };
    elided
        || generics
            .lifetimes()
            .any(|parameter| mentions(quote!(#ty), &parameter.lifetime.ident))
}

/// Whether one of the type parameters, or of the constants, is among the tokens.
pub(crate) fn mentions_parameter(tokens: &TokenStream, generics: &Generics) -> bool {
    let types = generics.type_params().map(|parameter| &parameter.ident);
    let constants = generics.const_params().map(|parameter| &parameter.ident);
    types
        .chain(constants)
        .any(|parameter| mentions(tokens.clone(), parameter))
}

/// Whether `name` is among the tokens.
pub(crate) fn mentions(tokens: TokenStream, name: &Ident) -> bool {
    find(tokens, &name.to_string()).is_some()
}

/// The first name or character with this text.
pub(super) fn find(tokens: TokenStream, text: &str) -> Option<TokenTree> {
    tokens.into_iter().find_map(|token| {
        let is_found = match &token {
            TokenTree::Group(group) => return find(group.stream(), text),
            TokenTree::Ident(name) => name == text,
            TokenTree::Punct(punct) => text.chars().eq([punct.as_char()]),
            TokenTree::Literal(_) => false,
        };
        is_found.then_some(token)
    })
}

/// The types of parameters that may not be extractors: `SecurityScopes` under another name, or a security scheme. The
/// compiler checks them.
pub(crate) fn suspicious_types(types: &[&Type], generics: &Generics) -> Vec<Path> {
    let paths = types.iter().filter_map(|ty| match bare(ty) {
        Type::Path(path) if path.qself.is_none() => Some(&path.path),
        _ => None,
    });
    let is_plain = |path: &&Path| {
        let segments = &path.segments;
        segments.iter().all(|segment| segment.arguments.is_none())
            && segments.last().is_some_and(|name| {
                let name = name.ident.to_string();
                !BODY.contains(&name.as_str()) && !KNOWN.contains(&name.as_str())
            })
            && !mentions_parameter(&quote!(#path), generics)
    };
    paths.filter(is_plain).cloned().collect()
}

/// axum's extractors without type arguments.
const KNOWN: [&str; 13] = [
    "SecurityScopes",
    "HeaderMap",
    "Method",
    "Uri",
    "OriginalUri",
    "Version",
    "MatchedPath",
    "NestedPath",
    "RawQuery",
    "RawForm",
    "RawPathParams",
    "Extensions",
    "WebSocketUpgrade",
];
