use std::convert::Infallible;
use std::fmt;

use axum::extract::{Extension, Request};
use axum::handler::Handler;
use axum::routing::{MethodFilter, MethodRouter, Route};
use axum_core::response::IntoResponse;
use tower_layer::Layer;
use tower_service::Service;

use super::SecuredHandler;
use super::blueprint::Blueprint;
use crate::graph::Plan;
use crate::resolve::FindVerifiers;
use crate::resolve::{Level, LevelsAbove, place_below};

/// The handlers of one path, by method: like [`axum::routing::MethodRouter`], for handlers with `#[security]`. See
/// [`routing`](crate::routing) for an example.
#[must_use]
pub struct SecureMethodRouter<S = ()> {
    methods: Blueprint<MethodRouter<S>, S>,
    /// The registered handlers in order: their method's name, or `ANY`.
    pub(crate) plans: Vec<(&'static str, &'static Plan)>,
    /// Finds the verifiers of each handler.
    pub(super) verifiers: Vec<FindVerifiers<S>>,
}

/// The methods in the order in which they are always listed.
const METHODS: [(MethodFilter, &str); 9] = [
    (MethodFilter::GET, "GET"),
    (MethodFilter::HEAD, "HEAD"),
    (MethodFilter::POST, "POST"),
    (MethodFilter::PUT, "PUT"),
    (MethodFilter::PATCH, "PATCH"),
    (MethodFilter::DELETE, "DELETE"),
    (MethodFilter::OPTIONS, "OPTIONS"),
    (MethodFilter::TRACE, "TRACE"),
    (MethodFilter::CONNECT, "CONNECT"),
];

// Written out: as a macro, their expansion would fill the error about a missing `#[security]`.

/// Routes GET requests to `handler`.
pub fn get<H, P, T, S>(handler: H) -> SecureMethodRouter<S>
where
    H: SecuredHandler<P, S> + Handler<T, S>,
    T: 'static,
    S: Clone + Send + Sync + 'static,
{
    SecureMethodRouter::new().get(handler)
}

/// Routes HEAD requests to `handler`.
pub fn head<H, P, T, S>(handler: H) -> SecureMethodRouter<S>
where
    H: SecuredHandler<P, S> + Handler<T, S>,
    T: 'static,
    S: Clone + Send + Sync + 'static,
{
    SecureMethodRouter::new().head(handler)
}

/// Routes POST requests to `handler`.
pub fn post<H, P, T, S>(handler: H) -> SecureMethodRouter<S>
where
    H: SecuredHandler<P, S> + Handler<T, S>,
    T: 'static,
    S: Clone + Send + Sync + 'static,
{
    SecureMethodRouter::new().post(handler)
}

/// Routes PUT requests to `handler`.
pub fn put<H, P, T, S>(handler: H) -> SecureMethodRouter<S>
where
    H: SecuredHandler<P, S> + Handler<T, S>,
    T: 'static,
    S: Clone + Send + Sync + 'static,
{
    SecureMethodRouter::new().put(handler)
}

/// Routes PATCH requests to `handler`.
pub fn patch<H, P, T, S>(handler: H) -> SecureMethodRouter<S>
where
    H: SecuredHandler<P, S> + Handler<T, S>,
    T: 'static,
    S: Clone + Send + Sync + 'static,
{
    SecureMethodRouter::new().patch(handler)
}

/// Routes DELETE requests to `handler`.
pub fn delete<H, P, T, S>(handler: H) -> SecureMethodRouter<S>
where
    H: SecuredHandler<P, S> + Handler<T, S>,
    T: 'static,
    S: Clone + Send + Sync + 'static,
{
    SecureMethodRouter::new().delete(handler)
}

/// Routes OPTIONS requests to `handler`.
pub fn options<H, P, T, S>(handler: H) -> SecureMethodRouter<S>
where
    H: SecuredHandler<P, S> + Handler<T, S>,
    T: 'static,
    S: Clone + Send + Sync + 'static,
{
    SecureMethodRouter::new().options(handler)
}

/// Routes TRACE requests to `handler`.
pub fn trace<H, P, T, S>(handler: H) -> SecureMethodRouter<S>
where
    H: SecuredHandler<P, S> + Handler<T, S>,
    T: 'static,
    S: Clone + Send + Sync + 'static,
{
    SecureMethodRouter::new().trace(handler)
}

/// Routes CONNECT requests to `handler`.
pub fn connect<H, P, T, S>(handler: H) -> SecureMethodRouter<S>
where
    H: SecuredHandler<P, S> + Handler<T, S>,
    T: 'static,
    S: Clone + Send + Sync + 'static,
{
    SecureMethodRouter::new().connect(handler)
}

/// Routes requests of any method to `handler`.
pub fn any<H, P, T, S>(handler: H) -> SecureMethodRouter<S>
where
    H: SecuredHandler<P, S> + Handler<T, S>,
    T: 'static,
    S: Clone + Send + Sync + 'static,
{
    SecureMethodRouter::new().with::<H, P>(["ANY"], move |_, below| {
        below_levels!(below, handler.clone(), |it| axum::routing::any(it))
    })
}

/// Routes requests of the methods in `filter` to `handler`.
pub fn on<H, P, T, S>(filter: MethodFilter, handler: H) -> SecureMethodRouter<S>
where
    H: SecuredHandler<P, S> + Handler<T, S>,
    T: 'static,
    S: Clone + Send + Sync + 'static,
{
    SecureMethodRouter::new().on(filter, handler)
}

macro_rules! by_method {
    ($($name:ident $method:literal),* $(,)?) => {
        impl<S: Clone + Send + Sync + 'static> SecureMethodRouter<S> {
            $(
                #[doc = concat!("Also serves ", $method, " requests, by `handler`.")]
                ///
                /// # Panics
                /// If the method has a handler already.
                #[track_caller]
                pub fn $name<H, P, T>(self, handler: H) -> Self
                where
                    H: SecuredHandler<P, S> + Handler<T, S>,
                    T: 'static,
                {
                    self.with::<H, P>([$method], move |methods, below| {
                        below_levels!(below, handler.clone(), |it| methods.$name(it))
                    })
                }
            )*
        }
    };
}

by_method! {
    get "GET",
    head "HEAD",
    post "POST",
    put "PUT",
    patch "PATCH",
    delete "DELETE",
    options "OPTIONS",
    trace "TRACE",
    connect "CONNECT",
}

impl<S: Clone + Send + Sync + 'static> SecureMethodRouter<S> {
    /// Creates a router without handlers.
    pub fn new() -> Self {
        Self {
            methods: Blueprint::default(),
            plans: Vec::new(),
            verifiers: Vec::new(),
        }
    }

    /// Adds a handler for these methods: `add` adds it inside of levels.
    #[track_caller]
    pub(crate) fn with<H: SecuredHandler<P, S>, P>(
        mut self,
        methods: impl IntoIterator<Item = &'static str>,
        add: impl Fn(MethodRouter<S>, Option<Extension<LevelsAbove<S>>>) -> MethodRouter<S>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        let (methods, plan) = (methods.into_iter(), H::plan());
        self.verifiers.push(H::verifiers);
        self.plans.extend(methods.map(|method| (method, plan)));
        self.methods
            .add(move |methods, levels| add(methods, place_below(levels, plan.handler())));
        self
    }

    /// The router inside of these levels, outermost first.
    pub(super) fn build(&self, levels: &[Level<S>]) -> MethodRouter<S> {
        self.methods.build(levels)
    }

    /// Also routes requests of the methods in `filter` to `handler`.
    ///
    /// # Panics
    /// If one of the methods has a handler already.
    #[track_caller]
    pub fn on<H, P, T>(self, filter: MethodFilter, handler: H) -> Self
    where
        H: SecuredHandler<P, S> + Handler<T, S>,
        T: 'static,
    {
        let methods = METHODS
            .iter()
            .filter(|(method, _)| filter.or(*method) == filter)
            .map(|(_, name)| *name);
        self.with::<H, P>(methods, move |methods, below| {
            below_levels!(below, handler.clone(), |it| methods.on(filter, it))
        })
    }

    /// Merges the handlers of both.
    ///
    /// # Panics
    /// If both have a handler for one method.
    #[track_caller]
    pub fn merge(mut self, other: Self) -> Self {
        self.plans.extend(other.plans);
        self.verifiers.extend(other.verifiers);
        self.methods
            .add(move |methods, levels| methods.merge(other.methods.build(levels)));
        self
    }

    /// Adds a middleware around the handlers so far: see [`MethodRouter::layer`].
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        self.methods
            .add(move |methods, _| methods.layer(layer.clone()));
        self
    }

    /// Adds a middleware that sees only requests that match a method: see [`MethodRouter::route_layer`].
    ///
    /// # Panics
    /// If there is no handler yet.
    #[track_caller]
    pub fn route_layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        self.methods
            .add(move |methods, _| methods.route_layer(layer.clone()));
        self
    }
}

impl<S: Clone + Send + Sync + 'static> Default for SecureMethodRouter<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> Clone for SecureMethodRouter<S> {
    fn clone(&self) -> Self {
        Self {
            methods: self.methods.clone(),
            plans: self.plans.clone(),
            verifiers: self.verifiers.clone(),
        }
    }
}

impl<S> fmt::Debug for SecureMethodRouter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let methods = self.plans.iter().map(|(method, _)| method);
        f.debug_list().entries(methods).finish()
    }
}
