//! Services without attributes, inside of a level.

use std::convert::Infallible;
use std::panic::Location;

use axum::BoxError;
use axum::body::{Bytes, HttpBody};
use axum::extract::Request;
use axum::routing::any;
use http::{Response, StatusCode};
use tower_service::Service;

use super::{Route, SecureRouter};
use crate::resolve::{Level, LevelService, RouterState, levels_above, service_node};

impl<S: RouterState> SecureRouter<S> {
    /// Serves all paths under `path` with a service that cannot have `#[security]`: files, a router of another crate, a
    /// gRPC or GraphQL server, a reverse proxy. A request that the level refuses does not reach it. If it is one of gRPC, the
    /// refusal has a `grpc-status`, too.
    ///
    /// The service is `Clone`, and its error is `Infallible`: axum's `HandleError` turns another error into a response. It
    /// sees paths without `path`, and finds what the level's dependency returned in the request's extensions:
    /// [`Admitted`](crate::caller::Admitted). It has a row in the audit, and so in the snapshot, under the name of its
    /// type. A service for all paths is not part of a router: see [`Level::into_layer`].
    ///
    /// ```
    /// use axum::Router;
    /// use axum::routing::get;
    /// use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, level};
    ///
    /// #[derive(SecurityScheme)]
    /// #[oauth2(client_credentials(token_url = "token"), scopes("metrics" = "Read metrics."))]
    /// struct OAuth2;
    ///
    /// #[dependency(depends = OAuth2)]
    /// fn machine(_token: AccessToken) {}
    ///
    /// let metrics = Router::new().route("/", get(async || "up 1")); // of another crate
    /// let router = SecureRouter::<Verifier>::new()
    ///     .protected("/metrics", level!(scopes = ["metrics"], depends = machine), metrics);
    ///
    /// let audit = router.audit();
    /// assert_eq!((&*audit.routes[0].path, &*audit.routes[0].rule()), ("/metrics/*", "OAuth2[metrics]"));
    /// ```
    ///
    /// # Panics
    /// If the path is not valid or `/`, or routes overlap.
    #[track_caller]
    pub fn protected<T, B>(mut self, path: &str, level: Level<S>, service: T) -> Self
    where
        T: Service<Request, Response = Response<B>, Error = Infallible>
            + Clone
            + Send
            + Sync
            + 'static,
        T::Future: Send + 'static,
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        self.check_is_open();
        let node = service_node::<T>(path, Location::caller());
        let path = path.trim_end_matches('/').to_owned();
        assert!(
            !path.is_empty(),
            "a service for all paths would be a fallback, which a router loses when it is nested: serve it below a \
             path, or use `Level::into_layer`",
        );
        let route = Route::protected(&path, level.node, node);
        self.routes.push(route);
        self.verifiers.push(level.verifiers);
        self.needs_state = true;
        self.router.add(move |router, around| {
            let Some(state) = around.state else {
                return router.nest_service(&path, any(no_state).with_state(()));
            };
            let levels = levels_above(&[around.levels, &[level]].concat(), node);
            let service = LevelService::in_router(levels, state.clone(), service.clone());
            router.nest_service(&path, service)
        });
        self
    }
}

/// In place of a service until the state is known. A router with one is never served.
pub(super) async fn no_state() -> StatusCode {
    StatusCode::INTERNAL_SERVER_ERROR
}
