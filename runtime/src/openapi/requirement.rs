use utoipa::openapi::SecurityRequirement;

use crate::graph::Alternative;

/// The Security Requirement Objects of an operation (OpenAPI 3.1 section 4.8.30): each entry is an alternative, and
/// everything in one entry is required together. No entry: anyone may call. Each entry is there once.
pub(super) fn security(alternatives: &[Alternative]) -> Vec<SecurityRequirement> {
    if alternatives.iter().all(Vec::is_empty) {
        return Vec::new();
    }
    let mut objects = Vec::new();
    for alternative in alternatives {
        let object = alternative
            .iter()
            .fold(SecurityRequirement::default(), |object, demand| {
                object.add(demand.scheme.name, demand.scopes.iter().copied())
            });
        if !objects.contains(&object) {
            objects.push(object);
        }
    }
    objects
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::graph::{Demand, StepUp};
    use crate::scheme::Scheme;

    static A: Scheme = Scheme::named("A", &[]);
    static B: Scheme = Scheme::named("B", &[]);

    fn token(scheme: &'static Scheme, scopes: &[&'static str]) -> Demand {
        Demand {
            scheme,
            scopes: scopes.to_vec(),
            step_up: StepUp::default(),
        }
    }

    #[track_caller]
    fn assert_documented(alternatives: &[Alternative], expected: Value) {
        let objects = serde_json::to_value(security(alternatives));
        assert_eq!(objects.ok(), Some(expected));
    }

    #[test]
    fn public_is_the_empty_list() {
        assert_documented(&[vec![]], json!([]));
    }

    #[test]
    fn schemes_that_are_all_required_are_one_object() {
        let all = [vec![token(&A, &["y", "x"]), token(&B, &[])]];
        assert_documented(&all, json!([{ "A": ["y", "x"], "B": [] }]));
    }

    #[test]
    fn alternatives_are_several_objects() {
        let any = [vec![token(&A, &["x"])], vec![token(&B, &["y"])]];
        assert_documented(&any, json!([{ "A": ["x"] }, { "B": ["y"] }]));
    }

    #[test]
    fn any_of_several_scopes_is_one_scheme_in_several_objects() {
        let any = [vec![token(&A, &["x"])], vec![token(&A, &["y"])]];
        assert_documented(&any, json!([{ "A": ["x"] }, { "A": ["y"] }]));
    }

    /// They differ in what objects do not say, such as `acr`.
    #[test]
    fn equal_objects_are_one() {
        let step_up = StepUp {
            acr: Some(vec!["phr"]),
            ..StepUp::default()
        };
        let stronger = Demand {
            step_up,
            ..token(&A, &["x"])
        };
        let any = [vec![token(&A, &["x"])], vec![stronger]];
        assert_documented(&any, json!([{ "A": ["x"] }]));
    }

    #[test]
    fn optional_is_the_empty_object() {
        let optional = [vec![token(&A, &["x"])], vec![]];
        assert_documented(&optional, json!([{ "A": ["x"] }, {}]));
    }
}
