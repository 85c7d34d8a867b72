use crate::graph::Plan;
use crate::resolve::{FindVerifiers, Secured, Serves};

/// What a handler requires of callers, and what finds the verifiers of its security schemes.
pub(crate) type PlanAndVerifiers<S> = (&'static Plan, FindVerifiers<S>);

/// A handler with `#[security]` that routers with the state `S` can serve: the handlers of a
/// [`SecureRouter`](crate::SecureRouter).
///
/// It is implemented for every function with the attribute, and for nothing else. The compiler infers `Parameters` from
/// the function.
///
/// See [`routing`](crate::routing) for an example.
#[diagnostic::on_unimplemented(
    message = "this handler does not say who may call it",
    label = "has no `#[security(...)]`",
    note = "write `#[security(scopes = [\"...\"], depends = ...)]` above the function, or `#[security(public)]` if anyone may call it"
)]
pub trait SecuredHandler<Parameters, S>: AnnotatedHandler<Parameters> {
    /// What the handler requires of callers, and what finds the verifiers of its security schemes.
    #[doc(hidden)]
    fn requirements() -> PlanAndVerifiers<S>;
}

/// A function with `#[security]`, for any router state.
///
/// The name says that the attribute is there, and nothing more. [`SecuredHandler`] adds that the state has what the
/// handler's dependencies extract, and is what a router requires. They are separate so that the compiler distinguishes a
/// handler without the attribute from a state that lacks something.
pub trait AnnotatedHandler<Parameters> {
    /// The type that represents the handler.
    #[doc(hidden)]
    type Handler;

    /// What its parameters receive from dependencies.
    #[doc(hidden)]
    type Value;
}

impl<F, Parameters, S> SecuredHandler<Parameters, S> for F
where
    F: AnnotatedHandler<Parameters>,
    S: Serves<F::Handler, F::Value>,
{
    fn requirements() -> PlanAndVerifiers<S> {
        let guard = S::guard();
        (guard.plan, guard.verifiers)
    }
}

macro_rules! impl_secured_handler {
    ($($ty:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<F, Output, H, V, $($ty),*> AnnotatedHandler<(Secured<H, V>, $($ty,)*)> for F
        where
            F: FnOnce(Secured<H, V>, $($ty),*) -> Output,
        {
            type Handler = H;
            type Value = V;
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
