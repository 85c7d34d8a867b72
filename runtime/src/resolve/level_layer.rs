//! A level around any tower service, outside of a router.

use std::fmt;
use std::panic::Location;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::BoxError;
use axum::body::{Body, Bytes, HttpBody};
use axum_core::response::IntoResponse;
use http::{Request, Response};
use tower_layer::Layer;
use tower_service::Service;

use super::RouterState;
use super::binding::{Sightings, Verifiers, check};
use super::level::{Level, LevelsAbove, levels_above, service_node};
use crate::refuse::RefusalForm;

impl<S: RouterState + Clone> Level<S> {
    /// The level as a [`tower` layer](tower_layer::Layer), for a service that no [`SecureRouter`](crate::SecureRouter)
    /// serves, such as a gRPC server. In a router, use [`protected`](crate::SecureRouter::protected), which the audit
    /// lists.
    ///
    /// ```
    /// use axum::Router;
    /// use axum::routing::get;
    /// use scopegate::{AccessToken, SecurityScheme, Verifier, dependency, level};
    /// use tower::ServiceBuilder;
    ///
    /// #[derive(SecurityScheme)]
    /// #[oauth2(client_credentials(token_url = "token"), scopes("metrics" = "Read metrics."))]
    /// struct OAuth2;
    ///
    /// #[dependency(depends = OAuth2)]
    /// fn machine(_token: AccessToken) {}
    ///
    /// let verifier = Verifier::hs256(b"at least 32 bytes that nobody knows")?;
    /// let layer = level!(scopes = ["metrics"], depends = machine).into_layer(verifier);
    /// let service = ServiceBuilder::new().layer(layer).service(Router::<()>::new());
    /// # Ok::<(), scopegate::VerifierError>(())
    /// ```
    ///
    /// # Panics
    /// If the issuer of a security scheme is ambiguous: see
    /// [`SecureRouter::with_state`](crate::SecureRouter::with_state).
    #[track_caller]
    pub fn into_layer(self, state: S) -> LevelLayer<S> {
        let mut verifiers = Verifiers::default();
        (self.verifiers)(&state, &mut verifiers);
        let seen = Sightings::of(check(&verifiers.into_bound()));
        LevelLayer {
            level: self,
            state,
            seen,
            location: Location::caller(),
        }
    }
}

/// A layer that admits only requests that pass a [`Level`]: see [`Level::into_layer`].
#[derive(Clone)]
pub struct LevelLayer<S> {
    level: Level<S>,
    state: S,
    seen: Option<Sightings>,
    location: &'static Location<'static>,
}

/// The service that a [`LevelLayer`] creates.
///
/// See [`Level::into_layer`] for an example.
#[derive(Clone)]
pub struct LevelService<S, T> {
    levels: LevelsAbove<S>,
    state: S,
    seen: Option<Sightings>,
    inner: T,
}

impl<S, T> LevelService<S, T> {
    /// A service of a router, which has marked its requests.
    pub(crate) fn in_router(levels: LevelsAbove<S>, state: S, inner: T) -> Self {
        Self {
            levels,
            state,
            seen: None,
            inner,
        }
    }
}

impl<S: RouterState + Clone, T: 'static> Layer<T> for LevelLayer<S> {
    type Service = LevelService<S, T>;

    fn layer(&self, inner: T) -> LevelService<S, T> {
        let node = service_node::<T>("", self.location);
        LevelService {
            levels: levels_above(&[self.level], node),
            state: self.state.clone(),
            seen: self.seen.clone(),
            inner,
        }
    }
}

impl<S, T, B, R> Service<Request<B>> for LevelService<S, T>
where
    S: RouterState + Clone,
    T: Service<Request<B>, Response = Response<R>> + Clone + Send + 'static,
    T::Future: Send,
    B: Send + 'static,
    R: HttpBody<Data = Bytes> + Send + 'static,
    R::Error: Into<BoxError>,
{
    type Response = Response<Body>;
    type Error = T::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, T::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), T::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let Self {
            levels,
            state,
            seen,
            ..
        } = self.clone();
        // The clone that is called is the one that is ready.
        let next = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, next);
        Box::pin(async move {
            if let Some(seen) = seen {
                seen.mark_extensions(request.extensions_mut());
            }
            let (mut parts, body) = request.into_parts();
            if let Err(refusal) = levels.admit(&mut parts, &state).await {
                let form = RefusalForm::for_client(&parts.headers);
                return Ok(form.of(refusal.into_response()));
            }
            let response = inner.call(Request::from_parts(parts, body)).await?;
            Ok(response.map(Body::new))
        })
    }
}

impl<S> fmt::Debug for LevelLayer<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LevelLayer").field(&self.level).finish()
    }
}

impl<S, T> fmt::Debug for LevelService<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LevelService").field(&self.levels).finish()
    }
}
