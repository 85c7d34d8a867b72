//! The algorithms that proofs may be signed with.

use super::Algorithm;

/// Algorithms in order of preference, without duplicates.
#[derive(Clone, Copy)]
pub(crate) struct Algorithms {
    list: [Option<Algorithm>; Self::ALL.len()],
}

impl Algorithms {
    /// All supported algorithms.
    pub(crate) const ALL: [Algorithm; 9] = [
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

    /// The supported algorithms ([`ALL`](Self::ALL)) among these.
    pub(crate) fn of(names: &[Algorithm]) -> Self {
        let mut list = [None; Self::ALL.len()];
        let mut free = list.iter_mut();
        for (i, name) in names.iter().enumerate() {
            if Self::ALL.contains(name)
                && !names[..i].contains(name)
                && let Some(place) = free.next()
            {
                *place = Some(*name);
            }
        }
        Self { list }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Algorithm> {
        self.list.iter().copied().flatten()
    }

    pub(crate) fn contains(&self, name: Algorithm) -> bool {
        self.iter().any(|own| own == name)
    }

    /// The names, as challenges list them.
    pub(crate) fn names(&self) -> String {
        let names: Vec<_> = self.iter().map(Algorithm::as_str).collect();
        names.join(" ")
    }
}

impl std::fmt::Debug for Algorithms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
