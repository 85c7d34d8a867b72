//! How the users of tokens are authenticated, for routes that require something of it (RFC 9470).

use std::time::{Duration, SystemTime};

use crate::audit::Credential;
use crate::clock::{now, since_1970};
use crate::graph::StepUp;
use crate::token::policy::MAX_LEEWAY;

/// How the user of a token was authenticated: what a token says in the claims `acr` and `auth_time`.
///
/// See [`Coverage::step_up`](super::Coverage::step_up) for an example.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TestAuthentication {
    /// The claim `acr`. If it is `None`, the token needs none.
    pub acr: Option<&'static str>,
    /// The claim `auth_time`.
    pub auth_time: SystemTime,
}

impl TestAuthentication {
    /// What satisfies all of these credentials: their tokens are the same. `None` if they require nothing.
    pub(super) fn enough_for(credentials: &[Credential]) -> Option<Self> {
        let required = required_by_all(credentials);
        let steps_up = required != StepUp::default();
        let acr = required.acr.and_then(|common| common.first().copied());
        let auth_time = SystemTime::now();
        steps_up.then_some(Self { acr, auth_time })
    }

    /// Whether one token can satisfy all of these credentials. If not, they are at different places.
    pub(super) fn is_possible_for(credentials: &[Credential]) -> bool {
        !required_by_all(credentials).is_impossible()
    }

    /// The same with an `acr` that none of these credentials accepts, if they accept only some.
    pub(super) fn with_wrong_acr(&self, credentials: &[Credential]) -> Option<Self> {
        let is_accepted = |acr: &&str| credentials.iter().any(|it| it.acr.contains(acr));
        let wrong = ["0", "none", "another"]
            .into_iter()
            .find(|acr| !is_accepted(acr))?;
        let acr = Some(wrong);
        self.acr.map(|_| Self { acr, ..*self })
    }

    /// The same too long ago for one of these credentials, whatever the leeway of the verifier.
    pub(super) fn too_old(&self, credentials: &[Credential]) -> Option<Self> {
        let least = credentials
            .iter()
            .filter_map(|credential| credential.max_age)
            .min()?;
        let age = Duration::from_secs(least.into()) + MAX_LEEWAY + Duration::from_secs(60);
        let auth_time = SystemTime::UNIX_EPOCH + now().checked_sub(age)?;
        Some(Self { auth_time, ..*self })
    }

    /// Whether it is enough for a scheme.
    pub(super) fn is_enough_for(&self, credential: &Credential) -> bool {
        let age = now().saturating_sub(since_1970(self.auth_time));
        let is_recent = |max_age: u32| age <= Duration::from_secs(max_age.into());
        let has_acr = self.acr.is_some_and(|acr| credential.acr.contains(&acr));
        (credential.acr.is_empty() || has_acr) && credential.max_age.is_none_or(is_recent)
    }
}

/// What all of these credentials require of a user.
fn required_by_all(credentials: &[Credential]) -> StepUp {
    let each = credentials.iter().map(|credential| StepUp {
        acr: Some(credential.acr.clone()).filter(|accepted| !accepted.is_empty()),
        max_age: credential.max_age,
    });
    each.fold(StepUp::default(), StepUp::and)
}
