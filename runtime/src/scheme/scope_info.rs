/// A scope and its description.
///
/// See [`SecurityScheme`](derive@crate::SecurityScheme) for examples.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ScopeInfo {
    /// The scope-token (RFC 6749 section 3.3).
    pub name: &'static str,
    /// What the scope allows, for the person who grants it.
    pub description: &'static str,
    /// The scopes that this one implies, directly or through others.
    pub implies: &'static [&'static str],
}

impl ScopeInfo {
    /// A scope that implies no others.
    #[must_use]
    pub const fn new(name: &'static str, description: &'static str) -> Self {
        Self {
            name,
            description,
            implies: &[],
        }
    }

    /// Sets the scopes that it implies.
    #[must_use]
    pub const fn implies(self, implies: &'static [&'static str]) -> Self {
        Self { implies, ..self }
    }
}

/// Whether some of the scopes imply others.
pub(super) const fn have_implications(scopes: &[ScopeInfo]) -> bool {
    let mut i = 0;
    while i < scopes.len() {
        if !scopes[i].implies.is_empty() {
            return true;
        }
        i += 1;
    }
    false
}
