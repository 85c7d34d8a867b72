use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};
use utoipa::openapi::{ContentBuilder, RefOr, Response, ResponseBuilder};

use crate::graph::Alternative;
use crate::profile::RefusalDoc;

/// Documents how the operation refuses callers, where its author has not done so.
pub(super) fn document_refusals(
    operation: &mut Operation,
    alternatives: &[Alternative],
    own: Option<&'static [RefusalDoc]>,
) {
    for (scheme, scopes) in alternatives.iter().flatten() {
        let possible = |refusal: &&RefusalDoc| !refusal.for_missing_scopes || !scopes.is_empty();
        for refusal in own.unwrap_or(scheme.refusals).iter().filter(possible) {
            let responses = &mut operation.responses.responses;
            let status = refusal.status.to_string();
            responses
                .entry(status)
                .or_insert_with(|| RefOr::T(response(refusal)));
        }
    }
}

fn response(refusal: &RefusalDoc) -> Response {
    let challenge = HeaderBuilder::new()
        .schema(Some(string()))
        .description(Some("What the request lacks (RFC 6750, section 3)."))
        .build();
    let response = ResponseBuilder::new()
        .description(refusal.description)
        .header("WWW-Authenticate", challenge);
    if refusal.body.is_empty() {
        return response.build();
    }
    let body = refusal
        .body
        .iter()
        .fold(ObjectBuilder::new(), |object, name| {
            object.property(*name, string()).required(*name)
        });
    let content = ContentBuilder::new().schema(Some(body.build())).build();
    response.content("application/json", content).build()
}

fn string() -> Object {
    ObjectBuilder::new().schema_type(Type::String).build()
}
