use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::{Components, OpenApi, OpenApiBuilder, RefOr, Schema};

use super::refusals::document_refusals;
use super::requirement::security;
use super::routes::documented_operations;
use super::scheme::security_scheme;
use crate::audit::{checks, listed};
use crate::graph;
use crate::routing::Route;
use crate::scheme::Scheme;

/// The document of a router, as its routes come in.
#[derive(Clone, Default)]
pub(crate) struct Document {
    openapi: OpenApi,
    /// The schemes that its operations use, by name: two of one name would document one of them wrongly.
    schemes: Vec<&'static Scheme>,
    /// Whether descriptions name the functions that may refuse.
    pub(crate) names_checks: bool,
}

impl Document {
    pub(crate) fn new() -> Self {
        Self {
            openapi: OpenApiBuilder::new().build(),
            schemes: Vec::new(),
            names_checks: false,
        }
    }

    /// Adds the paths, schemas and the rest of a document that was written by hand.
    pub(crate) fn start_from(&mut self, openapi: OpenApi) {
        let routes = std::mem::replace(&mut self.openapi, openapi);
        self.openapi.merge(routes);
    }

    /// # Panics
    /// If another scheme has the name.
    #[track_caller]
    pub(crate) fn declare(&mut self, scheme: &'static Scheme) {
        match self.schemes.iter().find(|known| known.name == scheme.name) {
            None => self.schemes.push(scheme),
            Some(known) => assert!(
                known.is(scheme),
                "two security schemes are called `{}`: one in `{}`, one in `{}`; rename one of them",
                scheme.name,
                known.module,
                scheme.module,
            ),
        }
    }

    #[track_caller]
    pub(crate) fn add(
        &mut self,
        path: &str,
        item: PathItem,
        schemas: impl IntoIterator<Item = (String, RefOr<Schema>)>,
    ) {
        let paths = &mut self.openapi.paths.paths;
        match paths.get_mut(path) {
            Some(known) => known.merge_operations(item),
            None => drop(paths.insert(path.to_owned(), item)),
        }
        self.components().schemas.extend(schemas);
    }

    #[track_caller]
    pub(crate) fn merge(&mut self, other: Self) {
        self.names_checks |= other.names_checks;
        other
            .schemes
            .into_iter()
            .for_each(|scheme| self.declare(scheme));
        self.openapi.merge(other.openapi);
    }

    #[track_caller]
    pub(crate) fn nest(&mut self, path: &str, other: Self, join: fn(&str, &str) -> String) {
        self.names_checks |= other.names_checks;
        other
            .schemes
            .into_iter()
            .for_each(|scheme| self.declare(scheme));
        let openapi = std::mem::replace(&mut self.openapi, OpenApiBuilder::new().build());
        self.openapi = openapi.nest_with_path_composer(path, other.openapi, join);
    }

    /// Writes the requirements of documented routes once more, after they have changed.
    pub(crate) fn secure_anew(&mut self, routes: &[Route]) {
        for route in routes {
            if let Some((operation, handler)) = self.documented(route) {
                operation.security = None;
                secure(operation, handler);
                for (scheme, _) in handler.alternatives().into_iter().flatten() {
                    self.declare(scheme);
                }
            }
        }
    }

    /// The operation that documents a route, with what that requires.
    fn documented(&mut self, route: &Route) -> Option<(&mut Operation, &'static graph::Operation)> {
        let item = self.openapi.paths.paths.get_mut(&route.path)?;
        let mut operations = documented_operations(item);
        let (_, operation) = operations.find(|(method, _)| *method == route.method)?;
        Some((operation, route.access.operation()?))
    }

    /// The document with the security schemes that its operations use.
    pub(crate) fn finish(mut self, routes: &[Route]) -> OpenApi {
        let named = if self.names_checks { routes } else { &[] };
        for route in named {
            if let Some((operation, handler)) = self.documented(route) {
                name_checks(operation, handler);
            }
        }
        for scheme in std::mem::take(&mut self.schemes) {
            let schemes = &mut self.components().security_schemes;
            schemes.insert(scheme.name.to_owned(), RefOr::T(security_scheme(scheme)));
        }
        self.openapi
    }

    fn components(&mut self) -> &mut Components {
        self.openapi.components.get_or_insert_with(Components::new)
    }
}

/// Writes what the handler requires into the operation that documents it.
///
/// # Panics
/// If the operation has a requirement that was written by hand.
#[track_caller]
pub(super) fn secure(operation: &mut Operation, handler: &'static graph::Operation) {
    assert!(
        operation.security.is_none(),
        "`#[utoipa::path]` of `{}` has a `security(...)` of its own: remove it, `#[security]` documents \
         what it enforces",
        handler.root().handler(),
    );
    let alternatives = handler.alternatives();
    operation.security = Some(security(&alternatives));
    let own = handler.handler().answers.map(|answers| answers.refusals);
    document_refusals(operation, &alternatives, own);
}

/// Adds to the description which functions may refuse whoever has the credentials.
fn name_checks(operation: &mut Operation, handler: &'static graph::Operation) {
    let checks = listed(&checks(handler));
    if checks.is_empty() {
        return;
    }
    let description = operation.description.get_or_insert_default();
    if !description.is_empty() {
        description.push_str("\n\n");
    }
    description.push_str("Also checked by: `");
    description.push_str(&checks);
    description.push('`');
}
