use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};
use utoipa::openapi::{ContentBuilder, RefOr, Response, ResponseBuilder};

use crate::graph::{Alternative, Demand, StepUp};
use crate::refuse::profile::RefusalDoc;

/// The refusal if a token could not be verified, worded to fit any body.
const UNDESCRIBED: RefusalDoc = RefusalDoc {
    body: &[],
    ..RefusalDoc::UNAVAILABLE
};

/// Documents the refusals of an operation, unless its author has done so.
pub(super) fn document_refusals(
    operation: &mut Operation,
    alternatives: &[Alternative],
    may_lack_scopes: bool,
    own: Option<&'static [RefusalDoc]>,
) {
    let mut demands = alternatives.iter().flatten();
    let steps_up = demands.any(|demand| demand.step_up != StepUp::default());
    for Demand { scheme, scopes, .. } in alternatives.iter().flatten() {
        let possible = |refusal: &&RefusalDoc| {
            (!refusal.for_missing_scopes || !scopes.is_empty() || may_lack_scopes)
                && (!refusal.is_unavailable() || scheme.verifies())
        };
        let refusals = own.unwrap_or(scheme.refusals);
        // A custom rejection with a different status declares it.
        let is_complete = refusals.iter().any(|refusal| refusal.status >= 500);
        let unavailable = (!is_complete).then_some(&UNDESCRIBED);
        for refusal in refusals.iter().chain(unavailable).filter(possible) {
            let responses = &mut operation.responses.responses;
            let status = refusal.status.to_string();
            responses
                .entry(status)
                .or_insert_with(|| RefOr::T(response(refusal, steps_up)));
        }
        if scheme.refuses_other_sites() {
            document_denied(
                operation,
                "403",
                "Pages of other sites may not do this.",
                refusals,
            );
        }
    }
}

/// Documents the refusals of requests whose operation cannot be read, unless the author of the operation has done so. Their
/// bodies are those of the reader, and that of 400 may also be that of a scheme.
pub(super) fn document_unreadable(operation: &mut Operation) {
    for (status, description) in [
        (
            "400",
            "The request cannot be read, or carries more than one access token.",
        ),
        ("408", "The body takes too long."),
        ("413", "The body is too large."),
        ("415", "The body is not of the type that the service reads."),
    ] {
        document_denied(operation, status, description, &[]);
    }
}

/// Documents the refusal of a caller who may not access an object, unless the author of the operation has done so.
pub(super) fn document_denied_permission(
    operation: &mut Operation,
    not_found: bool,
    others: &[RefusalDoc],
) {
    let (status, description) = if not_found {
        (
            "404",
            "There is no such object, or the caller may not access it.",
        )
    } else {
        ("403", "The caller may not access the object.")
    };
    document_denied(operation, status, description, others);
}

/// Documents a refusal without a challenge, whose body is that of the other refusals.
fn document_denied(
    operation: &mut Operation,
    status: &str,
    description: &str,
    others: &[RefusalDoc],
) {
    let body = others.first().map(|other| other.body).unwrap_or_default();
    let response = with_body(ResponseBuilder::new().description(description), body);
    let responses = &mut operation.responses.responses;
    responses
        .entry(status.to_owned())
        .or_insert_with(|| RefOr::T(response));
}

fn response(refusal: &RefusalDoc, steps_up: bool) -> Response {
    let (name, schema, description) = if refusal.is_unavailable() {
        let seconds = ObjectBuilder::new().schema_type(Type::Integer).build();
        (
            "Retry-After",
            seconds,
            "After how many seconds to try again (RFC 9110 section 10.2.3).",
        )
    } else {
        (
            "WWW-Authenticate",
            string(),
            "What the request lacks (RFC 6750 section 3).",
        )
    };
    let header = HeaderBuilder::new()
        .schema(Some(schema))
        .description(Some(description))
        .build();
    let mut description = refusal.description.to_owned();
    if steps_up && refusal.status == 401 {
        description += " It is also sent if the user has to authenticate again (RFC 9470).";
    }
    let response = ResponseBuilder::new()
        .description(description)
        .header(name, header);
    with_body(response, refusal.body)
}

/// The response with these members, all of them strings.
fn with_body(response: ResponseBuilder, members: &[&str]) -> Response {
    if members.is_empty() {
        return response.build();
    }
    let body = members.iter().fold(ObjectBuilder::new(), |object, name| {
        object.property(*name, string()).required(*name)
    });
    let content = ContentBuilder::new().schema(Some(body.build())).build();
    response.content("application/json", content).build()
}

impl RefusalDoc {
    fn is_unavailable(&self) -> bool {
        self.status == Self::UNAVAILABLE.status
    }
}

fn string() -> Object {
    ObjectBuilder::new().schema_type(Type::String).build()
}
