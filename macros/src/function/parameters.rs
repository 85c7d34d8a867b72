use syn::{FnArg, Pat, Path, Type};

use super::parse::Function;
use crate::diag::{Errors, error};

/// How a parameter behind the first gets its value.
pub(crate) enum Parameter<'a> {
    /// The scopes merged so far.
    SecurityScopes(&'a Type),
    /// An axum extractor.
    Extractor(&'a Type),
}

impl<'a> Parameter<'a> {
    /// Tells by the type's last name: attribute macros run before names are resolved.
    pub(crate) fn new(ty: &'a Type) -> Self {
        if last_name(ty).is_some_and(|name| name == "SecurityScopes") {
            Self::SecurityScopes(ty)
        } else {
            Self::Extractor(ty)
        }
    }
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

/// The types of the parameters that no edge resolves.
pub(crate) fn extracted_types(function: &Function, has_edge: bool) -> Vec<&Type> {
    let types = typed_parameters(function).map(|(_, ty)| ty);
    types.skip(usize::from(has_edge)).collect()
}

/// Types that read the request's body.
const BODY: [&str; 7] = [
    "Json",
    "Form",
    "Multipart",
    "Bytes",
    "String",
    "Request",
    "Body",
];

/// Types that FastAPI's users take from the query or the path, and that are no extractors here.
const PLAIN: [&str; 17] = [
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32",
    "u64", "u128", "usize", "str",
];

/// Refuses parameters that cannot be extractors, where the compiler would only say so at the
/// route, in words about `Handler`.
pub(crate) fn check_extractors(parameters: &[&Type], may_read_body: bool, errors: &mut Errors) {
    for ty in parameters {
        let inner = if let Type::Reference(reference) = ty {
            &*reference.elem
        } else {
            ty
        };
        let Some(name) = last_name(inner) else {
            continue;
        };
        let name = name.as_str();
        if PLAIN.contains(&name) {
            errors.push(error(
                ty,
                format!("`{name}` is not an extractor"),
                format!(
                    "take it from the path or the query: `Path(value): Path<{name}>`, \
                     or `Query(...)` with a struct"
                ),
            ));
        } else if let Type::Reference(_) = ty {
            let help = "extractors give owned values: remove the `&`";
            errors.push(error(ty, "a parameter cannot be a reference", help));
        } else if !may_read_body && BODY.contains(&name) {
            errors.push(error(
                ty,
                format!("a dependency cannot read the body, as `{name}` does"),
                "no body is read before the caller is known: let the handler take it",
            ));
        }
    }
}

fn last_name(ty: &Type) -> Option<String> {
    let Type::Path(path) = ty else { return None };
    last_segment(&path.path)
}

fn last_segment(path: &Path) -> Option<String> {
    path.segments
        .last()
        .map(|segment| segment.ident.to_string())
}

/// The dependency's value needs a parameter to go to.
pub(crate) fn check_first_parameter(function: &Function, errors: &mut Errors) {
    if !function.signature.inputs.is_empty() {
        return;
    }
    let name = &function.signature.ident;
    errors.push(error(
        name,
        format!("`{name}` has no parameter to receive the value of `depends`"),
        "add a first parameter of the type that the dependency returns, such as `_user: User`",
    ));
}
