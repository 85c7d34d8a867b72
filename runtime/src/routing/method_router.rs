use std::convert::Infallible;
use std::fmt;

use axum::extract::Request;
use axum::routing::{MethodFilter, MethodRouter, Route};
use axum_core::response::IntoResponse;
use tower_layer::Layer;
use tower_service::Service;

use super::blueprint::{Around, Blueprint};
use super::endpoint::Endpoint;
use super::{Extracted, Returned, SecuredHandler};
use crate::graph::Plan;
use crate::resolve::{FindVerifiers, RouterState, Served, place_below};

/// The handlers of one path, by method: like [`axum::routing::MethodRouter`], for handlers with `#[security]`. See
/// [`routing`](crate::routing) for an example.
#[must_use]
pub struct SecureMethodRouter<S = ()> {
    methods: Blueprint<Methods<S>, S>,
    /// The registered handlers in order: their method's name, or `ANY`.
    pub(crate) plans: Vec<(&'static str, &'static Plan)>,
    /// Finds the verifiers of each handler.
    pub(super) verifiers: Vec<FindVerifiers<S>>,
}

/// What is built of the handlers.
struct Methods<S> {
    all: MethodRouter<S>,
    /// The same without handlers: what answers other methods, inside of the same middleware.
    none: MethodRouter<S>,
}

/// The methods in the order in which they are always listed.
pub(super) const METHODS: [(MethodFilter, &str); 9] = [
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
pub fn get<H, P, M, S>(handler: H) -> SecureMethodRouter<S>
where
    H: SecuredHandler<P, Value: Send, Future: Future<Output: Returned> + Send>,
    H::Handler: Served<S, H::Value>,
    H::Extracted: Extracted<S, M>,
    S: RouterState,
    P: 'static,
    M: 'static,
{
    SecureMethodRouter::of("GET", Endpoint::new::<H, P, M>(handler))
}

/// Routes HEAD requests to `handler`.
pub fn head<H, P, M, S>(handler: H) -> SecureMethodRouter<S>
where
    H: SecuredHandler<P, Value: Send, Future: Future<Output: Returned> + Send>,
    H::Handler: Served<S, H::Value>,
    H::Extracted: Extracted<S, M>,
    S: RouterState,
    P: 'static,
    M: 'static,
{
    SecureMethodRouter::of("HEAD", Endpoint::new::<H, P, M>(handler))
}

/// Routes POST requests to `handler`.
pub fn post<H, P, M, S>(handler: H) -> SecureMethodRouter<S>
where
    H: SecuredHandler<P, Value: Send, Future: Future<Output: Returned> + Send>,
    H::Handler: Served<S, H::Value>,
    H::Extracted: Extracted<S, M>,
    S: RouterState,
    P: 'static,
    M: 'static,
{
    SecureMethodRouter::of("POST", Endpoint::new::<H, P, M>(handler))
}

/// Routes PUT requests to `handler`.
pub fn put<H, P, M, S>(handler: H) -> SecureMethodRouter<S>
where
    H: SecuredHandler<P, Value: Send, Future: Future<Output: Returned> + Send>,
    H::Handler: Served<S, H::Value>,
    H::Extracted: Extracted<S, M>,
    S: RouterState,
    P: 'static,
    M: 'static,
{
    SecureMethodRouter::of("PUT", Endpoint::new::<H, P, M>(handler))
}

/// Routes PATCH requests to `handler`.
pub fn patch<H, P, M, S>(handler: H) -> SecureMethodRouter<S>
where
    H: SecuredHandler<P, Value: Send, Future: Future<Output: Returned> + Send>,
    H::Handler: Served<S, H::Value>,
    H::Extracted: Extracted<S, M>,
    S: RouterState,
    P: 'static,
    M: 'static,
{
    SecureMethodRouter::of("PATCH", Endpoint::new::<H, P, M>(handler))
}

/// Routes DELETE requests to `handler`.
pub fn delete<H, P, M, S>(handler: H) -> SecureMethodRouter<S>
where
    H: SecuredHandler<P, Value: Send, Future: Future<Output: Returned> + Send>,
    H::Handler: Served<S, H::Value>,
    H::Extracted: Extracted<S, M>,
    S: RouterState,
    P: 'static,
    M: 'static,
{
    SecureMethodRouter::of("DELETE", Endpoint::new::<H, P, M>(handler))
}

/// Routes OPTIONS requests to `handler`.
pub fn options<H, P, M, S>(handler: H) -> SecureMethodRouter<S>
where
    H: SecuredHandler<P, Value: Send, Future: Future<Output: Returned> + Send>,
    H::Handler: Served<S, H::Value>,
    H::Extracted: Extracted<S, M>,
    S: RouterState,
    P: 'static,
    M: 'static,
{
    SecureMethodRouter::of("OPTIONS", Endpoint::new::<H, P, M>(handler))
}

/// Routes TRACE requests to `handler`.
pub fn trace<H, P, M, S>(handler: H) -> SecureMethodRouter<S>
where
    H: SecuredHandler<P, Value: Send, Future: Future<Output: Returned> + Send>,
    H::Handler: Served<S, H::Value>,
    H::Extracted: Extracted<S, M>,
    S: RouterState,
    P: 'static,
    M: 'static,
{
    SecureMethodRouter::of("TRACE", Endpoint::new::<H, P, M>(handler))
}

/// Routes CONNECT requests to `handler`.
pub fn connect<H, P, M, S>(handler: H) -> SecureMethodRouter<S>
where
    H: SecuredHandler<P, Value: Send, Future: Future<Output: Returned> + Send>,
    H::Handler: Served<S, H::Value>,
    H::Extracted: Extracted<S, M>,
    S: RouterState,
    P: 'static,
    M: 'static,
{
    SecureMethodRouter::of("CONNECT", Endpoint::new::<H, P, M>(handler))
}

/// Routes requests of any method to `handler`.
pub fn any<H, P, M, S>(handler: H) -> SecureMethodRouter<S>
where
    H: SecuredHandler<P, Value: Send, Future: Future<Output: Returned> + Send>,
    H::Handler: Served<S, H::Value>,
    H::Extracted: Extracted<S, M>,
    S: RouterState,
    P: 'static,
    M: 'static,
{
    SecureMethodRouter::of("ANY", Endpoint::new::<H, P, M>(handler))
}

/// Routes requests of the methods in `filter` to `handler`.
pub fn on<H, P, M, S>(filter: MethodFilter, handler: H) -> SecureMethodRouter<S>
where
    H: SecuredHandler<P, Value: Send, Future: Future<Output: Returned> + Send>,
    H::Handler: Served<S, H::Value>,
    H::Extracted: Extracted<S, M>,
    S: RouterState,
    P: 'static,
    M: 'static,
{
    SecureMethodRouter::new().on(filter, handler)
}

macro_rules! by_method {
    ($($name:ident $method:literal),* $(,)?) => {
        impl<S: RouterState> SecureMethodRouter<S> {
            $(
                #[doc = concat!("Also serves ", $method, " requests, by `handler`.")]
                ///
                /// # Panics
                /// If the method has a handler already.
                #[track_caller]
                pub fn $name<H, P, M>(self, handler: H) -> Self
                where
                    H: SecuredHandler<P, Value: Send, Future: Future<Output: Returned> + Send>,
                    H::Handler: Served<S, H::Value>,
                    H::Extracted: Extracted<S, M>,
                    P: 'static,
                    M: 'static,
                {
                    self.add_endpoint(&[$method], Endpoint::new::<H, P, M>(handler))
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

fn has_both(of_get: &[&str], of_head: &[&str]) -> bool {
    of_get.contains(&"GET") && of_head.contains(&"HEAD")
}

/// The filter for methods by their names, unless it is `ANY`.
pub(super) fn filter_of(names: &[&str]) -> Option<MethodFilter> {
    let methods = METHODS.iter().filter(|(_, name)| names.contains(name));
    let filters = methods.map(|(filter, _)| *filter);
    filters.reduce(MethodFilter::or)
}

impl<S: RouterState> SecureMethodRouter<S> {
    /// Creates a router without handlers.
    pub fn new() -> Self {
        Self {
            methods: Blueprint::default(),
            plans: Vec::new(),
            verifiers: Vec::new(),
        }
    }

    fn of(method: &'static str, endpoint: Endpoint<S>) -> Self {
        Self::new().add_endpoint(&[method], endpoint)
    }

    /// Adds a handler for these methods, or for `ANY`.
    #[track_caller]
    pub(crate) fn add_endpoint(self, methods: &[&'static str], endpoint: Endpoint<S>) -> Self {
        let Endpoint {
            plan,
            verifiers,
            handler,
        } = endpoint;
        let handler = match filter_of(methods) {
            Some(filter) => axum::routing::on(filter, handler),
            None => axum::routing::any(handler),
        };
        self.add(methods, plan, verifiers, handler)
    }

    /// Adds a handler for these methods, or for `ANY`.
    #[track_caller]
    fn add(
        mut self,
        methods: &[&'static str],
        plan: &'static Plan,
        verifiers: FindVerifiers<S>,
        handler: MethodRouter<S>,
    ) -> Self {
        self.check_no_other(methods);
        // A handler of GET answers HEAD as well: axum lists it again where it merges one of HEAD.
        let known: Vec<_> = self.plans.iter().map(|(method, _)| *method).collect();
        let names_head_twice = has_both(methods, &known) || has_both(&known, methods);
        let filter = filter_of(methods).filter(|_| names_head_twice);
        self.verifiers.push(verifiers);
        self.plans
            .extend(methods.iter().map(|method| (*method, plan)));
        self.methods.add(move |methods, around| {
            let handler = handler.clone();
            let handler = match place_below(around.levels, plan.handler()) {
                None => handler,
                Some(below) => handler.layer(below),
            };
            let all = match filter {
                Some(filter) => methods.all.on(filter, handler),
                // Of two routers, axum keeps what answers other methods in the second.
                None => methods.all.merge(handler.merge(methods.none.clone())),
            };
            Methods { all, ..methods }
        });
        self
    }

    #[track_caller]
    fn check_no_other(&self, methods: &[&'static str]) {
        for method in methods {
            assert!(
                self.plans.iter().all(|(known, _)| known != method),
                "a path has one handler for each method, and two are given for {method}",
            );
        }
    }

    /// The router at this place.
    pub(super) fn build(&self, around: &Around<'_, S>) -> MethodRouter<S> {
        self.methods.build(around).all
    }

    /// Also routes requests of the methods in `filter` to `handler`.
    ///
    /// # Panics
    /// If one of the methods has a handler already.
    #[track_caller]
    pub fn on<H, P, M>(self, filter: MethodFilter, handler: H) -> Self
    where
        H: SecuredHandler<P, Value: Send, Future: Future<Output: Returned> + Send>,
        H::Handler: Served<S, H::Value>,
        H::Extracted: Extracted<S, M>,
        P: 'static,
        M: 'static,
    {
        let methods = METHODS
            .iter()
            .filter(|(method, _)| filter.or(*method) == filter);
        let names: Vec<_> = methods.map(|(_, name)| *name).collect();
        self.add_endpoint(&names, Endpoint::new::<H, P, M>(handler))
    }

    /// Merges the handlers of both.
    ///
    /// # Panics
    /// If both have a handler for one method.
    #[track_caller]
    pub fn merge(mut self, other: Self) -> Self {
        let methods: Vec<_> = other.plans.iter().map(|(method, _)| *method).collect();
        self.check_no_other(&methods);
        self.plans.extend(other.plans);
        self.verifiers.extend(other.verifiers);
        self.methods.add(move |methods, around| {
            let other = other.methods.build(around);
            Methods {
                all: methods.all.merge(other.all),
                none: methods.none.merge(other.none),
            }
        });
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
        self.methods.add(move |methods, _| Methods {
            all: methods.all.layer(layer.clone()),
            none: methods.none.layer(layer.clone()),
        });
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
        self.methods.add(move |methods, _| Methods {
            all: methods.all.route_layer(layer.clone()),
            ..methods
        });
        self
    }
}

impl<S: RouterState> Default for Methods<S> {
    fn default() -> Self {
        Self {
            all: MethodRouter::new(),
            none: MethodRouter::new(),
        }
    }
}

impl<S> Clone for Methods<S> {
    fn clone(&self) -> Self {
        Self {
            all: self.all.clone(),
            none: self.none.clone(),
        }
    }
}

impl<S: RouterState> Default for SecureMethodRouter<S> {
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
