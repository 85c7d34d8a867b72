use utoipa::openapi::SecurityRequirement;

use crate::graph::Requirement;

/// The Security Requirement Objects of an operation (OpenAPI 3.1, section 4.8.30): each entry is an
/// alternative, and whatever stands in one entry is required together. No entry: anyone may call.
pub(super) fn security(requirement: &Requirement) -> Vec<SecurityRequirement> {
    let alternatives = requirement.alternatives();
    if alternatives.iter().all(Vec::is_empty) {
        return Vec::new();
    }
    let objects = alternatives.iter().map(|way| {
        way.iter().fold(
            SecurityRequirement::default(),
            |object, (scheme, scopes)| object.add(scheme.name, scopes.iter().copied()),
        )
    });
    objects.collect()
}
