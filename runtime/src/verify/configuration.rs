//! What a configuration must not have.

use super::problem::Problem;
use crate::crypto::KeyProblem;
use crate::token::claim_path::ClaimPath;
use crate::token::keys::{Key, MAX_KEYS};
use crate::token::policy::{MAX_LEEWAY, Policy};

/// A key as the application passed it. An unusable one is kept, so that it is reported with all other problems.
pub(super) struct Source {
    pub(super) is_secret: bool,
    pub(super) key: Result<Key, KeyProblem>,
}

pub(super) fn check_sources(sources: &[Source], problems: &mut Vec<Problem>) {
    if sources.is_empty() {
        problems.push(Problem::NoKey);
    }
    if sources.len() > MAX_KEYS {
        problems.push(Problem::TooManyKeys(sources.len()));
    }
    if sources
        .windows(2)
        .any(|pair| pair[0].is_secret != pair[1].is_secret)
    {
        problems.push(Problem::MixedKeys);
    }
    let name = |source: &Source| {
        let key = source.key.as_ref().ok()?;
        Some((key.algorithm(), key.kid()?.to_owned()))
    };
    let names: Vec<_> = sources.iter().map(name).collect();
    for (index, name) in names.iter().enumerate() {
        if name.is_some() && names[..index].contains(name) {
            problems.push(Problem::RepeatedKid(index + 1));
        }
    }
}

pub(super) fn check_policy(policy: &Policy, problems: &mut Vec<Problem>) {
    let checks = [
        (
            policy.issuers.iter().any(String::is_empty),
            Problem::EmptyIssuer,
        ),
        (
            policy.audiences.iter().any(String::is_empty),
            Problem::EmptyAudience,
        ),
        (
            policy.token_type.as_deref() == Some(""),
            Problem::EmptyTokenType,
        ),
        (
            policy.leeway.is_some_and(|leeway| leeway > MAX_LEEWAY),
            Problem::Leeway,
        ),
        (
            policy.claim_paths().any(ClaimPath::is_empty),
            Problem::NamelessClaim,
        ),
        (
            policy
                .stand_ins
                .iter()
                .any(|(_, value)| proves_nothing(value)),
            Problem::EmptyStandIn,
        ),
        (
            policy.required.iter().any(|(_, value)| value.is_null()),
            Problem::RequiredNull,
        ),
    ];
    problems.extend(
        checks
            .into_iter()
            .filter_map(|(wrong, problem)| wrong.then_some(problem)),
    );
}

/// Whether a claim with this value cannot identify the audience of a token.
fn proves_nothing(value: &serde_json::Value) -> bool {
    value.is_null() || value == "" || value.is_boolean()
}
