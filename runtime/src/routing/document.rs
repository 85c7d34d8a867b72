//! The OpenAPI document of a router, which grows with its routes.

use utoipa::openapi::path::PathItem;
use utoipa::openapi::{Components, OpenApi, OpenApiBuilder, RefOr, Schema};

use crate::scheme::Scheme;

/// The documented operations, without their requirements.
#[derive(Clone, Default)]
pub(crate) struct Document {
    pub(crate) openapi: OpenApi,
    /// The schemes of its operations, by name: of two with the same name, one would be documented wrongly.
    pub(crate) schemes: Vec<&'static Scheme>,
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

    /// Adds the paths, schemas and the rest of a handwritten document.
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
        // Apart, and then merged: utoipa would replace the operations of a path that both have.
        let nested = OpenApiBuilder::new().build();
        let nested = nested.nest_with_path_composer(path, other.openapi, join);
        self.openapi.merge(nested);
    }

    pub(crate) fn components(&mut self) -> &mut Components {
        self.openapi.components.get_or_insert_with(Components::new)
    }
}
