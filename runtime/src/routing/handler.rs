use crate::resolve::Secured;

/// A function with `#[security]`: a handler of a [`SecureRouter`](crate::SecureRouter).
///
/// It is implemented for every function with the attribute, and for nothing else. The compiler infers `Parameters` from
/// the function.
///
/// The router's state must also be one that the handler can be served with. These are separate bounds, so that the
/// compiler distinguishes a handler without the attribute from a state that lacks something, and from a parameter that
/// does not fit.
///
/// See [`routing`](crate::routing) for an example.
#[diagnostic::on_unimplemented(
    message = "this handler does not say who may call it",
    label = "has no `#[security(...)]`",
    note = "write `#[security(scopes = [\"...\"], depends = ...)]` above the function, or `#[security(public)]` if anyone may call it",
    note = "a function may be wrapped only after its route: write `get(handler).layer(...)` instead of `get(handler.layer(...))`"
)]
pub trait SecuredHandler<Parameters>: Clone + Send + Sync + 'static {
    /// The type that represents the handler.
    #[doc(hidden)]
    type Handler: 'static;

    /// What its parameters receive from dependencies.
    #[doc(hidden)]
    type Value: 'static;

    /// The types of the other parameters, a tuple.
    #[doc(hidden)]
    type Extracted;

    /// What the function returns.
    #[doc(hidden)]
    type Future;

    /// Calls the function.
    #[doc(hidden)]
    fn call(
        self,
        secured: Secured<Self::Handler, Self::Value>,
        extracted: Self::Extracted,
    ) -> Self::Future;
}

macro_rules! impl_secured_handler {
    ($($ty:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<F, Future, H, V, $($ty),*> SecuredHandler<(Secured<H, V>, $($ty,)*)> for F
        where
            F: FnOnce(Secured<H, V>, $($ty),*) -> Future + Clone + Send + Sync + 'static,
            H: 'static,
            V: 'static,
        {
            type Handler = H;
            type Value = V;
            type Extracted = ($($ty,)*);
            type Future = Future;

            #[allow(non_snake_case, reason = "a variable for each type")]
            fn call(self, secured: Secured<H, V>, ($($ty,)*): Self::Extracted) -> Future {
                self(secured, $($ty),*)
            }
        }
    };
}

// Up to as many parameters as axum's own handlers.
impl_secured_handler!();
impl_secured_handler!(T1);
impl_secured_handler!(T1 T2);
impl_secured_handler!(T1 T2 T3);
impl_secured_handler!(T1 T2 T3 T4);
impl_secured_handler!(T1 T2 T3 T4 T5);
impl_secured_handler!(T1 T2 T3 T4 T5 T6);
impl_secured_handler!(T1 T2 T3 T4 T5 T6 T7);
impl_secured_handler!(T1 T2 T3 T4 T5 T6 T7 T8);
impl_secured_handler!(T1 T2 T3 T4 T5 T6 T7 T8 T9);
impl_secured_handler!(T1 T2 T3 T4 T5 T6 T7 T8 T9 T10);
impl_secured_handler!(T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11);
impl_secured_handler!(T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12);
impl_secured_handler!(T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12 T13);
impl_secured_handler!(T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12 T13 T14);
impl_secured_handler!(T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12 T13 T14 T15);
