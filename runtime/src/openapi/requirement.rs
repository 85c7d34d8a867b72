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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::scheme::Scheme;

    static A: Scheme = Scheme::named("A", &[]);
    static B: Scheme = Scheme::named("B", &[]);

    fn token(scheme: &'static Scheme, scopes: &'static [&'static str]) -> Requirement {
        Requirement::Token { scheme, scopes }
    }

    #[track_caller]
    fn assert_documented(requirement: &Requirement, expected: Value) {
        let objects = serde_json::to_value(security(requirement));
        assert_eq!(objects.ok(), Some(expected));
    }

    #[test]
    fn public_is_the_empty_list() {
        assert_documented(&Requirement::All(vec![]), json!([]));
    }

    #[test]
    fn schemes_that_are_all_required_are_one_object() {
        let all = Requirement::All(vec![token(&A, &["y", "x"]), token(&B, &[])]);
        assert_documented(&all, json!([{ "A": ["y", "x"], "B": [] }]));
    }

    #[test]
    fn alternatives_are_several_objects() {
        let any = Requirement::Any(vec![token(&A, &["x"]), token(&B, &["y"])]);
        assert_documented(&any, json!([{ "A": ["x"] }, { "B": ["y"] }]));
    }

    #[test]
    fn any_of_several_scopes_is_one_scheme_in_several_objects() {
        let any = Requirement::Any(vec![token(&A, &["x"]), token(&A, &["y"])]);
        assert_documented(&any, json!([{ "A": ["x"] }, { "A": ["y"] }]));
    }

    #[test]
    fn optional_is_the_empty_object() {
        let optional = Requirement::Any(vec![token(&A, &["x"]), Requirement::All(vec![])]);
        assert_documented(&optional, json!([{ "A": ["x"] }, {}]));
    }
}
