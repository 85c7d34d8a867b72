//! Operations of handlers in documents that no `SecureRouter` makes.

use std::sync::{Mutex, PoisonError};

use serde_json::{Map, Value};
// Hidden in utoipa, and what the `routes!` of utoipa-axum calls as well.
use utoipa::__dev::{SchemaReferences, Tags};
use utoipa::openapi::path::Operation;
use utoipa::openapi::{HttpMethod, OpenApi, RefOr, Schema};
use utoipa::{Modify, Path};

use super::document::{describe_rule, documented_operations, secure};
use super::scheme::security_scheme;
use crate::graph::Plan;
use crate::resolve::BrokenHandler;
use crate::scheme::Scheme;

/// Where the operations have the declarations of their schemes, until [`SecuritySchemes`] has moved them.
const EXTENSION: &str = "x-security-schemes";

/// A handler with `#[security]` that `#[utoipa::path]` documents.
#[diagnostic::on_unimplemented(
    message = "the handler `{Self}` has no `#[utoipa::path]`",
    label = "is not documented",
    note = "write `#[utoipa::path(get, path = \"/...\")]` above `#[security]`",
    note = "a route that needs no documentation is added with `.route(\"/...\", get(handler))`"
)]
pub trait Documented {
    /// The type that `#[utoipa::path]` generates.
    type Path: Path + Tags<'static> + SchemaReferences;
}

/// What `#[security]` found of [`Documented`]: a type that implements nothing more if there is no `#[utoipa::path]`.
pub trait MayBeDocumented {
    /// The type.
    type Path;
}

#[diagnostic::do_not_recommend]
impl<H: MayBeDocumented> Documented for H
where
    H::Path: Path + Tags<'static> + SchemaReferences,
{
    type Path = H::Path;
}

impl Documented for BrokenHandler {
    type Path = Self;
}

impl Path for BrokenHandler {
    fn methods() -> Vec<HttpMethod> {
        Vec::new()
    }

    fn path() -> String {
        String::new()
    }

    fn operation() -> Operation {
        Operation::new()
    }
}

impl Tags<'_> for BrokenHandler {
    fn tags() -> Vec<&'static str> {
        Vec::new()
    }
}

impl SchemaReferences for BrokenHandler {
    fn schemas(_: &mut Vec<(String, RefOr<Schema>)>) {}
}

/// What `#[utoipa::path]` says of a handler, with the requirement that `#[security]` enforces.
///
/// # Panics
/// If `#[utoipa::path]` has its own `security(...)`.
#[track_caller]
#[must_use]
pub fn documented<P: Path>(handler: &'static Plan) -> Operation {
    let mut operation = P::operation();
    secure(&mut operation, handler);
    describe_rule(&mut operation, handler, false);
    let demands = handler.alternatives().into_iter().flatten();
    let schemes = demands.map(|demand| {
        remember(demand.scheme);
        (demand.scheme.name.to_owned(), declared(demand.scheme))
    });
    let schemes: Map<_, _> = schemes.collect();
    if !schemes.is_empty() {
        let extensions = operation.extensions.get_or_insert_default();
        extensions.insert(EXTENSION.to_owned(), Value::Object(schemes));
    }
    operation
}

/// Completes the operation of the type that `#[utoipa::path]` generates, if it does.
///
/// The import finds at least the macro of that name. If it finds no type as well, that of the outer scope applies.
#[doc(hidden)]
#[macro_export]
macro_rules! __documented_if_there {
    ($of_path:ident, $handler:ident) => {{
        #[allow(
            missing_debug_implementations,
            missing_docs,
            unreachable_pub,
            reason = "as public as any handler"
        )]
        pub struct __OfPath;

        impl $crate::__private::Path for __OfPath {
            fn methods() -> ::std::vec::Vec<$crate::__private::HttpMethod> {
                ::std::vec::Vec::new()
            }
            fn path() -> ::std::string::String {
                ::std::string::String::new()
            }
            fn operation() -> $crate::__private::Operation {
                $crate::__private::Operation::new()
            }
        }

        {
            #[allow(unused_macros, reason = "the import must find something")]
            macro_rules! $of_path {
                () => {};
            }

            #[allow(unused_imports, reason = "not all that it finds is used")]
            use $of_path as __OfPath;

            #[automatically_derived]
            impl $crate::__private::MayBeDocumented for $handler {
                type Path = __OfPath;
            }

            #[automatically_derived]
            impl __OfPath {
                #[allow(dead_code, unreachable_pub, reason = "for documents")]
                #[doc(hidden)]
                pub fn operation() -> $crate::__private::Operation {
                    $crate::__private::documented::<Self>(&DECLARED_SECURITY)
                }
            }
        }
    }};
}

fn declared(scheme: &'static Scheme) -> Value {
    serde_json::to_value(security_scheme(scheme)).unwrap_or_default()
}

/// The schemes of documented operations: what utoipa writes of one, it does not read again in full.
static KNOWN: Mutex<Vec<&'static Scheme>> = Mutex::new(Vec::new());

fn remember(scheme: &'static Scheme) {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if !known.iter().any(|known| known.is(scheme)) {
        known.push(scheme);
    }
}

fn find(name: &str, declaration: &Value) -> Option<&'static Scheme> {
    let known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let mut known = known.iter().copied();
    known.find(|scheme| scheme.name == name && declared(scheme) == *declaration)
}

/// Declares the security schemes of all operations, in a document that no [`SecureRouter`](crate::SecureRouter) makes: one of
/// `#[derive(OpenApi)]` or of an `OpenApiRouter` of utoipa-axum.
///
/// Until then, the operations have the declarations in an extension, `x-security-schemes`.
///
/// See [Other documents](crate::openapi#other-documents) for an example.
///
/// # Panics
/// `modify` panics if two security schemes have the same name.
#[derive(Debug, Clone, Copy, Default)]
pub struct SecuritySchemes;

impl Modify for SecuritySchemes {
    #[track_caller]
    fn modify(&self, document: &mut OpenApi) {
        for (name, declaration) in take_schemes(document) {
            let Some(scheme) = find(&name, &declaration) else {
                continue; // An extension of somebody else.
            };
            let scheme = RefOr::T(security_scheme(scheme));
            let components = document.components.get_or_insert_default();
            let schemes = &mut components.security_schemes;
            assert!(
                schemes.get(&name).is_none_or(|known| *known == scheme),
                "two security schemes are called `{name}`: rename one of them",
            );
            schemes.insert(name, scheme);
        }
    }
}

/// Takes the declarations out of the operations.
fn take_schemes(document: &mut OpenApi) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for item in document.paths.paths.values_mut() {
        for (_, operation) in documented_operations(item) {
            let extensions = operation.extensions.as_mut();
            if let Some(Value::Object(schemes)) = extensions.and_then(|all| all.remove(EXTENSION)) {
                found.extend(schemes);
            }
            operation
                .extensions
                .take_if(|extensions| extensions.is_empty());
        }
    }
    found
}
