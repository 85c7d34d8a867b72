//! The algorithms that proofs may be signed with.

use super::DpopChallenge;
use crate::challenge::TokenChallenge;
use crate::token::Algorithm;

/// All that can be checked.
pub(super) const ALL: [Algorithm; 9] = [
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
];

/// Algorithms in the order of preference, each once.
#[derive(Clone, Copy)]
pub(crate) struct Algorithms {
    list: [Option<Algorithm>; ALL.len()],
}

impl Algorithms {
    /// Those of [`ALL`] among these.
    pub(super) fn of(names: &[Algorithm]) -> Self {
        let mut list = [None; ALL.len()];
        let mut free = list.iter_mut();
        for (i, name) in names.iter().enumerate() {
            if ALL.contains(name)
                && !names[..i].contains(name)
                && let Some(place) = free.next()
            {
                *place = Some(*name);
            }
        }
        Self { list }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Algorithm> {
        self.list.iter().copied().flatten()
    }

    pub(super) fn contains(&self, name: Algorithm) -> bool {
        self.iter().any(|own| own == name)
    }

    /// As challenges have them.
    pub(super) fn names(&self) -> String {
        let names: Vec<_> = self.iter().map(Algorithm::as_str).collect();
        names.join(" ")
    }

    /// The challenge for a token that comes with a proof (RFC 9449 section 7.1).
    pub(crate) fn challenge(&self, parts: TokenChallenge<'_>) -> DpopChallenge {
        DpopChallenge::new(self.names())
            .with("realm", parts.realm.unwrap_or_default())
            .with("error", parts.error.unwrap_or_default())
            .with("scope", parts.scope.unwrap_or_default())
    }
}

impl std::fmt::Debug for Algorithms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
