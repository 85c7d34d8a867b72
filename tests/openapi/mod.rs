//! The OpenAPI document of a `SecureRouter`: what is documented is what is enforced.

mod configured;
mod handwritten;
mod operations;
mod other_documents;
mod random;
mod refusals;
mod routers;
mod schemes;
mod unseen;

use scopegate::SecureRouter;
use serde_json::Value;

/// The document of `router`, as a client reads it.
fn document<S: Clone + Send + Sync + 'static>(router: &SecureRouter<S>) -> Value {
    serde_json::to_value(router.openapi()).unwrap()
}

/// The operation at `path` that `method` calls.
fn operation<S>(router: &SecureRouter<S>, path: &str, method: &str) -> Value
where
    S: Clone + Send + Sync + 'static,
{
    let document = document(router);
    let operation = &document["paths"][path][method];
    assert!(operation.is_object(), "no {method} {path} in {document:#}");
    operation.clone()
}
