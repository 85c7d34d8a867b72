//! The protected resources of a router (RFC 9728).

use std::future::ready;
use std::sync::Arc;

use axum::Router;
use axum::middleware::map_response;
use axum_core::response::Response;

use super::{Route, SecureRouter};
use crate::metadata;
use crate::metadata::{Known, ProtectedResource};
use crate::resolve::RouterState;

impl<S: RouterState> SecureRouter<S> {
    /// Serves the metadata of a protected resource (RFC 9728) at its well-known path, and adds its address to every
    /// challenge: see [`metadata`].
    ///
    /// The metadata contains the scopes of all routes, including those that are added later, and the issuers whose
    /// tokens they accept. Middleware added with [`layer`](Self::layer) does not see requests for the metadata.
    ///
    /// A router of several resources consists of parts: each nested or merged part keeps its own resource for its own
    /// routes. If there is only one, it is also that of the outer router. Metadata stays at its path, wherever its
    /// router is nested.
    ///
    /// # Panics
    /// If the router is a protected resource already.
    #[track_caller]
    pub fn protected_resource(mut self, resource: ProtectedResource) -> Self {
        assert!(
            self.protected_resource.is_none(),
            "a router can be only one protected resource: create a router for each, and `nest` or `merge` them",
        );
        self.list_metadata(&resource);
        self.protected_resource = Some(Arc::new(resource));
        self
    }

    #[track_caller]
    fn list_metadata(&mut self, resource: &ProtectedResource) {
        let path = resource.metadata_path();
        let mut known = self.routes.iter().filter(|route| is_of_metadata(route));
        assert!(
            known.all(|route| route.path != path),
            "two protected resources would have their metadata at `{path}`: their URLs must have different paths",
        );
        self.routes
            .push(Route::secured("GET", path, metadata::plan()));
    }

    /// Takes over the resources of a part of this router, and returns the resource of the part as a whole.
    #[track_caller]
    pub(super) fn adopt_resources(&mut self, part: &mut Self) -> Option<Arc<ProtectedResource>> {
        let own = part.only_resource();
        if let Some(own) = &own {
            part.routes
                .iter_mut()
                .for_each(|route| route.belong_to(own));
        }
        let mut resources = std::mem::take(&mut part.resources_of_parts);
        resources.extend(part.protected_resource.take());
        for resource in &resources {
            let path = resource.metadata_path();
            // The application may have other methods there.
            part.routes
                .retain(|route| route.path != path || !is_of_metadata(route));
            self.list_metadata(resource);
        }
        self.resources_of_parts.append(&mut resources);
        own
    }

    /// The resource of routes that are part of no other.
    fn only_resource(&self) -> Option<Arc<ProtectedResource>> {
        match (&self.protected_resource, self.resources_of_parts.as_slice()) {
            (Some(own), _) | (None, [own]) => Some(Arc::clone(own)),
            (None, _) => None,
        }
    }

    /// The router with the metadata of its resources, which come from their routes.
    #[track_caller]
    pub(super) fn serve_metadata(&self, router: Router<S>, listed: &[Route]) -> Router<S> {
        let own = self.only_resource();
        let mut served = with_resource(router, own.as_ref());
        for resource in self
            .protected_resource
            .iter()
            .chain(&self.resources_of_parts)
        {
            let is_of = |route: &&Route| {
                let resource_of_route = route.resource.as_ref().or(own.as_ref());
                resource_of_route.is_some_and(|it| Arc::ptr_eq(it, resource))
            };
            let parts = listed.iter().filter(is_of);
            let plans = parts.filter_map(|route| route.access.plan());
            let complete = resource.complete(Known::of(plans, &self.bound));
            served = served.route(resource.metadata_path(), metadata::endpoint(&complete));
        }
        served
    }
}

fn is_of_metadata(route: &Route) -> bool {
    let plan = route.access.plan();
    plan.is_some_and(|plan| std::ptr::eq(plan, metadata::plan()))
}

/// The router whose refusals name their resource.
pub(super) fn with_resource<S>(
    router: Router<S>,
    resource: Option<&Arc<ProtectedResource>>,
) -> Router<S>
where
    S: RouterState,
{
    let Some(resource) = resource else {
        return router;
    };
    let url: Arc<str> = resource.metadata_url().into();
    router.layer(map_response(move |response: Response| {
        ready(metadata::point_to_metadata(response, &url))
    }))
}
