//! Parameters of dependencies that are axum extractors.

use axum_core::extract::FromRequestParts;

use super::Call;
use crate::graph::Requirement;
use crate::refuse::Refusal;

/// A router state with which a dependency can extract a `T`.
///
/// It is a bound on the state instead of the extractor, so that the compiler waits until it knows the state: see
/// [`Serves`](super::Serves).
#[diagnostic::on_unimplemented(
    message = "a dependency cannot take `{T}` with the router state `{Self}`",
    label = "a function that this depends on takes `{T}`",
    note = "to take `State<T>`, give `{Self}` a field of the type `T`, and `#[derive(axum::extract::FromRef)]`",
    note = "to take `Query<T>` or `Path<T>`, write `#[derive(serde::Deserialize)]` above `T`; to take `Extension<T>`, `T` must be `Clone`",
    note = "if another dependency returns it, write `#[security(depends = ...)]` at the parameter",
    note = "dependencies can take any extractor that does not read the body: `FromRequestParts<{Self}>`"
)]
pub trait Extracts<T>: Sized {
    /// Runs the extractor.
    fn extract(
        &self,
        call: &mut Call<'_>,
        at: Requirement,
    ) -> impl Future<Output = Result<T, Refusal>> + Send;
}

#[diagnostic::do_not_recommend]
impl<S: Sync, T: FromRequestParts<S>> Extracts<T> for S {
    async fn extract(&self, call: &mut Call<'_>, at: Requirement) -> Result<T, Refusal> {
        let extracted = T::from_request_parts(call.parts(), self).await;
        extracted.map_err(|rejection| Refusal::by(rejection, at))
    }
}
