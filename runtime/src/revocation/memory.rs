use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum_core::extract::FromRef;

use super::{Revocation, RevocationClaims, RevocationUnknown};
use crate::clock::{now, since_1970};
use crate::expiring::ExpiringMap;
use crate::token::policy::MAX_LEEWAY;

/// How many tokens, and how many subjects, may be revoked at once.
const CAPACITY: NonZeroUsize = NonZeroUsize::new(1_000_000).unwrap();

/// Revoked tokens, kept in memory until they would have expired. Clones share one list. See
/// [`revocation`](crate::revocation) for an example.
///
/// The list is lost when the process ends, and other instances do not see it: for more than one, share a list in a
/// database.
#[derive(Clone)]
pub struct RevokedTokens {
    lists: Arc<Lists>,
}

struct Lists {
    /// The `jti` of tokens.
    tokens: ExpiringMap<Box<str>, ()>,
    /// Subjects, with the latest time at which their revoked tokens were issued.
    subjects: ExpiringMap<Box<str>, Duration>,
}

impl Lists {
    /// Whether the clock was ahead, so that the token may have been revoked with an expiry that has passed, and
    /// forgotten. If the clock had only moved forward, such a token would have expired.
    fn may_have_forgotten(&self, token: RevocationClaims<'_>, now: Duration) -> bool {
        let forgotten = self.tokens.forgotten().max(self.subjects.forgotten());
        // In whole seconds, because the fraction may be missing in the expiry that an application gives.
        let expiry = token.exp.map(|exp| kept_until(exp).as_secs());
        now < forgotten && expiry.is_none_or(|expiry| expiry <= forgotten.as_secs())
    }
}

/// The list is full: it contains a million entries that have not expired yet.
///
/// See [`revocation`](crate::revocation) for an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many tokens were revoked")]
#[non_exhaustive]
pub struct TooManyRevoked;

impl RevokedTokens {
    /// Creates an empty list.
    #[must_use]
    pub fn new() -> Self {
        Self {
            lists: Arc::new(Lists {
                tokens: ExpiringMap::new(CAPACITY),
                subjects: ExpiringMap::new(CAPACITY),
            }),
        }
    }

    /// Revokes the token with this `jti`, from now on. `expires_at` is the `exp` of the token, never an earlier time:
    /// five minutes after it, the maximum [leeway], the entry is removed. If it is called twice, the later time is used.
    ///
    /// [leeway]: crate::VerifierBuilder::leeway
    ///
    /// # Errors
    /// [`TooManyRevoked`], and the token is not revoked.
    pub fn revoke(&self, jti: &str, expires_at: SystemTime) -> Result<(), TooManyRevoked> {
        let added = self
            .lists
            .tokens
            .insert(jti.into(), (), kept_until(expires_at), now());
        added.map_err(|_| TooManyRevoked)
    }

    /// Revokes all tokens of a subject (`sub`) that were issued until now, for example after a password change.
    /// `expire_at` is the time at which the last of them expires, never an earlier one: five minutes after it, the
    /// entry is removed. If it is called twice, the later time is used.
    ///
    /// Tokens that are issued after that are valid: a user who logs in again a second later is not refused. Most tokens
    /// have an `iat` in whole seconds, so one of the current second may have been issued before: it is revoked, too.
    /// One with a fraction is not, if it was issued later ([`TokenIssuer::milliseconds`]).
    ///
    /// [`TokenIssuer::milliseconds`]: crate::TokenIssuer::milliseconds
    ///
    /// # Errors
    /// [`TooManyRevoked`], and the tokens are not revoked.
    pub fn revoke_all_of(&self, sub: &str, expire_at: SystemTime) -> Result<(), TooManyRevoked> {
        let subjects = &self.lists.subjects;
        let added = subjects.insert(sub.into(), now(), kept_until(expire_at), now());
        added.map_err(|_| TooManyRevoked)
    }
}

impl Revocation for RevokedTokens {
    async fn is_revoked(&self, token: RevocationClaims<'_>) -> Result<bool, RevocationUnknown> {
        let (lists, now) = (&self.lists, now());
        if now == Duration::MAX {
            let problem = "the clock is before 1970, so that all entries have expired";
            return Err(RevocationUnknown::new(problem));
        }
        if lists.may_have_forgotten(token, now) {
            let problem = "the clock went back, and the entry may have been removed";
            return Err(RevocationUnknown::new(problem));
        }
        let name = token.jti.map(Box::from);
        if name.is_some_and(|name| lists.tokens.contains(&name, now)) {
            return Ok(true);
        }
        let subject = token.sub.map(Box::from);
        let since = subject.and_then(|subject| lists.subjects.get(&subject, now));
        // A token without an issue time may be an old one.
        Ok(since.is_some_and(|since| {
            let issued = token.iat.map(since_1970);
            issued.is_none_or(|issued| may_be_issued_until(issued, since))
        }))
    }
}

impl Default for RevokedTokens {
    fn default() -> Self {
        Self::new()
    }
}

/// Until when a revoked token is kept that expires at this time: any verifier would refuse it by then, whatever its
/// leeway.
fn kept_until(expires_at: SystemTime) -> Duration {
    since_1970(expires_at).saturating_add(MAX_LEEWAY)
}

/// Whether a token with this `iat` may have been issued until then. One in whole seconds was issued at any time within
/// its second; any other is exact to a millisecond, and a floating-point number may differ slightly from that.
fn may_be_issued_until(issued: Duration, until: Duration) -> bool {
    if issued.subsec_nanos() == 0 {
        return issued.as_secs() <= until.as_secs();
    }
    let issued = issued.saturating_add(Duration::from_micros(1));
    issued.as_millis() <= until.as_millis()
}

/// Shows only the number of entries.
impl std::fmt::Debug for RevokedTokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RevokedTokens")
            .field("tokens", &self.lists.tokens.len(now()))
            .field("subjects", &self.lists.subjects.len(now()))
            .finish()
    }
}

/// For log-out handlers of a router with the state `Arc<AppState>`: see [`Verifier`](crate::Verifier).
impl<S> FromRef<Arc<S>> for RevokedTokens
where
    Self: FromRef<S>,
{
    fn from_ref(state: &Arc<S>) -> Self {
        Self::from_ref(&**state)
    }
}

#[cfg(test)]
mod tests {
    use super::{
        Duration, MAX_LEEWAY, Revocation, RevocationClaims, RevokedTokens, SystemTime,
        may_be_issued_until,
    };

    const NOBODY: RevocationClaims<'static> = RevocationClaims {
        jti: None,
        iss: None,
        sub: None,
        iat: None,
        exp: None,
    };

    fn later() -> SystemTime {
        SystemTime::now() + Duration::from_secs(600)
    }

    #[tokio::test]
    async fn a_token_is_revoked_by_its_name_until_no_verifier_accepts_it() {
        let revoked = RevokedTokens::new();
        let token = |jti| RevocationClaims { jti, ..NOBODY };
        let now = SystemTime::now();
        revoked.clone().revoke("a", later()).unwrap();
        revoked.revoke("within the leeway", now).unwrap();
        revoked.revoke("expired", now - MAX_LEEWAY).unwrap();
        for (jti, is_revoked) in [
            (Some("a"), true),
            (Some("b"), false),
            (Some("within the leeway"), true),
            (Some("expired"), false),
            (None, false),
        ] {
            let found = revoked.is_revoked(token(jti)).await.unwrap();
            assert_eq!(found, is_revoked, "{jti:?}");
        }
    }

    /// A user who logs out with a token that lasts a minute does not shorten an operator's ban for a day.
    #[tokio::test]
    async fn what_was_revoked_stays_revoked_whatever_is_said_later() {
        let revoked = RevokedTokens::new();
        let token = RevocationClaims {
            jti: Some("a"),
            sub: Some("johndoe"),
            ..NOBODY
        };
        revoked.revoke("a", later()).unwrap();
        revoked.revoke("a", SystemTime::UNIX_EPOCH).unwrap();
        let by_name = RevocationClaims { sub: None, ..token };
        assert!(revoked.is_revoked(by_name).await.unwrap());
        revoked.revoke_all_of("johndoe", later()).unwrap();
        let long_ago = SystemTime::UNIX_EPOCH;
        revoked.revoke_all_of("johndoe", long_ago).unwrap();
        let by_subject = RevocationClaims { jti: None, ..token };
        assert!(revoked.is_revoked(by_subject).await.unwrap());
    }

    /// The clock moved ahead, so that an entry was removed, and back.
    #[test]
    fn what_may_have_been_forgotten_is_not_known() {
        let at = Duration::from_secs;
        let lists = RevokedTokens::new().lists;
        let kept_until = at(100) + MAX_LEEWAY;
        lists
            .tokens
            .insert("a".into(), (), kept_until, at(0))
            .unwrap();
        assert_eq!(lists.tokens.len(kept_until), 0);
        for (exp, now, is_unknown) in [
            (Some(100), 399, true),
            (Some(50), 399, true),
            (None, 399, true),
            (Some(101), 399, false),
            (Some(100), 400, false),
            (None, 400, false),
        ] {
            let exp = exp.map(|exp| SystemTime::UNIX_EPOCH + at(exp));
            let token = RevocationClaims { exp, ..NOBODY };
            assert_eq!(lists.may_have_forgotten(token, at(now)), is_unknown);
        }
    }

    #[test]
    fn a_token_is_older_than_a_moment_of_its_own_second_unless_it_says_more() {
        for (issued, until, may_be) in [
            (10.0, 10_000_000, true),
            (10.0, 10_999_000, true),
            (11.0, 10_999_000, false),
            (10.2, 10_500_000, true),
            (10.6, 10_500_000, false),
            (1_700_000_000.123, 1_700_000_000_123_400, true),
            (1_700_000_000.123, 1_700_000_000_123_000, true),
            (1_700_000_000.124, 1_700_000_000_123_900, false),
        ] {
            let issued = Duration::from_secs_f64(issued);
            let found = may_be_issued_until(issued, Duration::from_micros(until));
            assert_eq!(found, may_be, "{issued:?} {until}");
        }
    }

    #[tokio::test]
    async fn all_tokens_of_a_subject_are_revoked_that_were_issued_before() {
        let revoked = RevokedTokens::new();
        revoked.revoke_all_of("johndoe", later()).unwrap();
        let minute = Duration::from_secs(60);
        let now = SystemTime::now();
        for (sub, iat, is_revoked) in [
            ("johndoe", Some(now - minute), true),
            ("johndoe", None, true),
            ("johndoe", Some(now + minute), false),
            ("alice", Some(now - minute), false),
            ("alice", None, false),
        ] {
            let token = RevocationClaims {
                sub: Some(sub),
                iat,
                ..NOBODY
            };
            let found = revoked.is_revoked(token).await.unwrap();
            assert_eq!(found, is_revoked, "{sub} {iat:?}");
        }
    }
}
