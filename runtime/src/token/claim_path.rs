//! The path of a claim.

use std::fmt;

use serde_json::Value;

/// A claim, given by its name or by a JSON pointer (RFC 6901), which starts with `/`.
///
/// A name may be any text that does not start with `/`: `https://api.example/roles` needs no escapes.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct ClaimPath(String);

impl ClaimPath {
    pub(crate) fn new(path: String) -> Self {
        Self(path)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this is the claim with that name, in either notation.
    pub(crate) fn is_named(&self, name: &str) -> bool {
        self.0.strip_prefix('/').unwrap_or(&self.0) == name
    }

    /// The value of the claim. `null` counts as missing.
    pub(crate) fn find<'v>(&self, claims: &'v Value) -> Option<&'v Value> {
        let found = if self.0.starts_with('/') {
            claims.pointer(&self.0)
        } else {
            claims.get(&self.0)
        };
        found.filter(|value| !value.is_null())
    }
}

impl fmt::Display for ClaimPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ClaimPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::ClaimPath;

    #[test]
    fn a_claim_is_found_by_its_name_or_by_a_pointer() {
        let claims = json!({
            "roles": 1,
            "https://api.example/roles": 2,
            "a/b": 3,
            "realm_access": { "roles": 4, "none": null },
            "none": null,
            "~": 5,
        });
        for (path, expected) in [
            ("roles", Some(1)),
            ("/roles", Some(1)),
            ("https://api.example/roles", Some(2)),
            ("/https:~1~1api.example~1roles", Some(2)),
            ("/https://api.example/roles", None),
            ("a/b", Some(3)),
            ("/a/b", None),
            ("/realm_access/roles", Some(4)),
            ("realm_access/roles", None),
            ("/realm_access/none", None),
            ("none", None),
            ("/none", None),
            ("~", Some(5)),
            ("Roles", None),
        ] {
            let path = ClaimPath::new(path.to_owned());
            let found = path.find(&claims).map(|value| value.as_i64().unwrap());
            assert_eq!(found, expected, "{path}");
        }
    }

    #[test]
    fn a_claim_has_the_same_name_in_both_notations() {
        for path in ["typ", "/typ"] {
            let path = ClaimPath::new(path.to_owned());
            assert!(path.is_named("typ") && !path.is_named("type"));
        }
        assert!(!ClaimPath::new("/a/typ".to_owned()).is_named("typ"));
    }
}
