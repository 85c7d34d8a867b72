use axum::extract::Extension;
use axum::routing::{MethodRouter, get};
use bytes::Bytes;
use http::HeaderValue;
use http::header::CONTENT_TYPE;

use super::ProtectedResource;
use crate::graph::Plan;
use crate::resolve::Guarded;
use crate::security;

/// Serves the metadata of a protected resource (RFC 9728 section 3.2).
#[security(public, crate = crate)]
async fn protected_resource_metadata(
    Extension(Metadata(json)): Extension<Metadata>,
) -> ([(http::HeaderName, HeaderValue); 1], Bytes) {
    let json_type = HeaderValue::from_static("application/json");
    ([(CONTENT_TYPE, json_type)], json)
}

#[derive(Clone)]
struct Metadata(Bytes);

pub(crate) fn endpoint<S>(resource: &ProtectedResource) -> MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    // Strings and lists of strings can always be serialized.
    let json = serde_json::to_vec(resource).unwrap_or_default();
    get(protected_resource_metadata).layer(Extension(Metadata(json.into())))
}

/// The endpoint's plan, for the inventory of routes.
pub(crate) fn plan() -> &'static Plan {
    <protected_resource_metadata as Guarded<(), ()>>::guard().plan
}
