//! A handler with `#[security]`, as axum's router takes it.
//!
//! axum could call the function itself. But where one of its parameters does not fit, axum only says that the function is
//! no `Handler`. The traits here say which one, and what to do.

use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use axum::handler::Handler;
use axum_core::body::Body;
use axum_core::extract::{FromRequest, FromRequestParts, Request};
use axum_core::response::{IntoResponse, Response};
use http::request::Parts;

use super::SecuredHandler;
use crate::graph::Plan;
use crate::resolve::{Admission, FindVerifiers, RouterState, Secured, Served};

/// The parameters of a handler that it extracts from a request to a router with the state `S`: a tuple.
///
/// What is required of them are bounds on the state, so that the compiler waits until it knows the state: see
/// [`Serves`](crate::bounds::Serves).
pub trait Parameters<S, M>: Sized {
    /// Runs the extractors in order. The last one may read the body.
    #[doc(hidden)]
    fn extract(
        parts: Parts,
        body: Body,
        state: &S,
    ) -> impl Future<Output = Result<Self, Response>> + Send;
}

/// [`Parameters`]. A route requires this, because the compiler would list all implementations of that.
pub trait Extracted<S, M>: Parameters<S, M> + Send {}

impl<S, M, T: Parameters<S, M> + Send> Extracted<S, M> for T {}

/// A router state with which a handler can extract a parameter before its last one.
#[diagnostic::on_unimplemented(
    message = "this handler cannot take `{T}` with the router state `{Self}`, or not in this place",
    label = "a parameter of the handler is a `{T}`",
    note = "if it reads the body, as `Json<T>` does, it must be the last parameter, and the only one that does",
    note = "to take `State<T>`, give `{Self}` a field of the type `T`, and `#[derive(axum::extract::FromRef)]`",
    note = "if a dependency returns it, write `#[security(depends = ...)]` at the parameter",
    note = "to take `Query<T>` or `Path<T>`, write `#[derive(serde::Deserialize)]` above `T`; to take `Extension<T>`, `T` must be `Clone`",
    note = "any other parameter must be an extractor, such as `HeaderMap`: it implements `FromRequestParts<{Self}>`"
)]
pub trait ExtractsParts<T>: Sized {
    /// Runs the extractor.
    #[doc(hidden)]
    fn extract_parts(&self, parts: &mut Parts) -> impl Future<Output = Result<T, Response>> + Send;
}

/// A router state with which a handler can extract its last parameter.
#[diagnostic::on_unimplemented(
    message = "this handler cannot take `{T}` with the router state `{Self}`",
    label = "a parameter of the handler is a `{T}`",
    note = "to take `State<T>`, give `{Self}` a field of the type `T`, and `#[derive(axum::extract::FromRef)]`",
    note = "to take `Json<T>`, `Query<T>` or `Path<T>`, write `#[derive(serde::Deserialize)]` above `T`",
    note = "if a dependency returns it, write `#[security(depends = ...)]` at the parameter",
    note = "any other parameter must be an extractor, which implements `FromRequestParts<{Self}>` or `FromRequest<{Self}>`"
)]
pub trait ExtractsRequest<T, M>: Sized {
    /// Runs the extractor.
    #[doc(hidden)]
    fn extract_request(&self, request: Request)
    -> impl Future<Output = Result<T, Response>> + Send;
}

#[diagnostic::do_not_recommend]
impl<S, T> ExtractsParts<T> for S
where
    S: Sync,
    T: FromRequestParts<S>,
{
    async fn extract_parts(&self, parts: &mut Parts) -> Result<T, Response> {
        let extracted = T::from_request_parts(parts, self).await;
        extracted.map_err(IntoResponse::into_response)
    }
}

#[diagnostic::do_not_recommend]
impl<S, T, M> ExtractsRequest<T, M> for S
where
    S: Sync,
    T: FromRequest<S, M>,
{
    async fn extract_request(&self, request: Request) -> Result<T, Response> {
        let extracted = T::from_request(request, self).await;
        extracted.map_err(IntoResponse::into_response)
    }
}

impl<S: Sync> Parameters<S, ()> for () {
    // An `async fn` would keep the request, and `ready` has room for a response.
    #[expect(clippy::manual_async_fn, reason = "it would keep its arguments")]
    fn extract(_: Parts, _: Body, _: &S) -> impl Future<Output = Result<(), Response>> + Send {
        async { Ok(()) }
    }
}

macro_rules! impl_parameters {
    ([$($ty:ident)*] $last:ident) => {
        impl<S, M, $($ty,)* $last> Parameters<S, M> for ($($ty,)* $last,)
        where
            S: Sync,
            $(S: ExtractsParts<$ty>, $ty: Send,)*
            S: ExtractsRequest<$last, M>,
        {
            #[allow(non_snake_case, unused_mut, reason = "a variable for each type, if there are any")]
            fn extract(
                mut parts: Parts,
                body: Body,
                state: &S,
            ) -> impl Future<Output = Result<Self, Response>> + Send {
                // An `async fn` would have room for each argument twice.
                async move {
                    $(let $ty = <S as ExtractsParts<$ty>>::extract_parts(state, &mut parts).await?;)*
                    let request = Request::from_parts(parts, body);
                    let $last = state.extract_request(request).await?;
                    Ok(($($ty,)* $last,))
                }
            }
        }
    };
}

impl_parameters!([] T1);
impl_parameters!([T1] T2);
impl_parameters!([T1 T2] T3);
impl_parameters!([T1 T2 T3] T4);
impl_parameters!([T1 T2 T3 T4] T5);
impl_parameters!([T1 T2 T3 T4 T5] T6);
impl_parameters!([T1 T2 T3 T4 T5 T6] T7);
impl_parameters!([T1 T2 T3 T4 T5 T6 T7] T8);
impl_parameters!([T1 T2 T3 T4 T5 T6 T7 T8] T9);
impl_parameters!([T1 T2 T3 T4 T5 T6 T7 T8 T9] T10);
impl_parameters!([T1 T2 T3 T4 T5 T6 T7 T8 T9 T10] T11);
impl_parameters!([T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11] T12);
impl_parameters!([T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12] T13);
impl_parameters!([T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12 T13] T14);
impl_parameters!([T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12 T13 T14] T15);

/// What a handler returns.
#[diagnostic::on_unimplemented(
    message = "this handler returns `{Self}`, which is not a response",
    label = "its value cannot be turned into a response",
    note = "return `Json<T>` with a `T: serde::Serialize`, a `StatusCode`, or another type that implements `axum::response::IntoResponse`",
    note = "in a `Result<T, E>`, both `T` and `E` must implement `IntoResponse`"
)]
pub trait Returned {
    /// The response.
    #[doc(hidden)]
    fn respond(self) -> Response;
}

#[diagnostic::do_not_recommend]
impl<T: IntoResponse> Returned for T {
    fn respond(self) -> Response {
        self.into_response()
    }
}

/// A handler of a route.
pub(crate) struct Endpoint<S> {
    pub(crate) plan: &'static Plan,
    pub(super) verifiers: FindVerifiers<S>,
    pub(super) handler: ErasedHandler<S>,
}

impl<S: RouterState> Endpoint<S> {
    pub(crate) fn new<H, P, M>(handler: H) -> Self
    where
        H: SecuredHandler<P, Value: Send, Future: Future<Output: Returned> + Send>,
        H::Handler: Served<S, H::Value>,
        H::Extracted: Extracted<S, M>,
        P: 'static,
        M: 'static,
    {
        let guard = H::Handler::guard_with();
        Self {
            plan: guard.plan,
            verifiers: guard.verifiers,
            handler: ErasedHandler(Arc::new(move |request, state| {
                let handler = handler.clone();
                let (mut parts, body) = request.into_parts();
                Box::pin(async move {
                    let guard = H::Handler::guard_with();
                    let value = match guard.admit(&mut parts, &state) {
                        Admission::Anyone(value) => value(),
                        Admission::Caller(admitting) => match admitting.await {
                            Ok(value) => value,
                            Err(refusal) => return refusal.into_response(),
                        },
                    };
                    let secured = Secured(value, PhantomData);
                    // Not in one `match` with the handler's future, which would be stored beside the result.
                    let extracted = match H::Extracted::extract(parts, body, &state).await {
                        Ok(extracted) => extracted,
                        Err(rejection) => return rejection,
                    };
                    handler.call(secured, extracted).await.respond()
                })
            })),
        }
    }
}

/// A handler as axum calls it.
///
/// axum has some thirty functions for each type of a handler. With one type for all, the compiler generates them once.
pub(super) struct ErasedHandler<S>(Arc<dyn Fn(Request, S) -> Answering + Send + Sync>);

/// A response on its way.
type Answering = Pin<Box<dyn Future<Output = Response> + Send>>;

impl<S: RouterState> Handler<(), S> for ErasedHandler<S> {
    type Future = Answering;

    fn call(self, request: Request, state: S) -> Self::Future {
        (self.0)(request, state)
    }
}

impl<S> Clone for ErasedHandler<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}
